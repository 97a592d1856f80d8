"""What a run on a platform works out before it grades: times, and which files are the student's."""

from __future__ import annotations

import errno
import json
import shutil
import tempfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from grader.errors import GraderError, SubmissionError
from grader.platforms import run, settings
from grader.platforms.handed import handed_in
from grader.platforms.metadata import times
from grader.workspace import remove
from tests.deep import deepest

if TYPE_CHECKING:
    from pathlib import Path

CAME, DUE, LATER = "2026-10-01T12:30:00.365935-07:00", "2026-10-01T12:00:00-07:00", "2026-10-03T12:00:00-07:00"
RUBRICS = datetime(2026, 9, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("tree", "due", "came"),
    [
        ({"created_at": CAME, "assignment": {"due_date": DUE}}, DUE, CAME),
        ({"created_at": CAME, "assignment": {"due_date": DUE, "late_due_date": LATER}}, DUE, CAME),
        ({"created_at": CAME, "assignment": {"due_date": None}}, None, CAME),
        ({"assignment": {"due_date": DUE}, "users": [{"assignment": {"due_date": LATER}}, {"name": "x"}]}, LATER, None),
        ({"created_at": "soon", "assignment": {"due_date": 7}, "users": "many"}, None, None),
        ({"created_at": "2026-10-01T12:00:00", "assignment": []}, None, None),  # of no zone
        ([1], None, None),
    ],
)
def test_times_are_the_platforms_and_never_guessed(
    tree: Any, due: str | None, came: str | None, tmp_path: Path
) -> None:
    (tmp_path / "metadata.json").write_text(json.dumps(tree))
    found = times(tmp_path / "metadata.json", RUBRICS)
    assert found.due == (datetime.fromisoformat(due) if due else RUBRICS)
    assert found.submitted == (datetime.fromisoformat(came) if came else None)


def test_without_readable_metadata_the_rubrics_due_date_counts(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("[" * 100_000)
    for path in (None, tmp_path / "absent", tmp_path / "broken"):
        assert (times(path, RUBRICS).due, times(path, None).submitted) == (RUBRICS, None)


def test_files_of_the_platform_are_not_the_students(tmp_path: Path) -> None:
    for name in ("Makefile", "net.py", "more/deep/data.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "link").symlink_to("/etc/passwd")
    with handed_in(tmp_path, ("Makefile",)) as path:
        found = {file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir()}
        assert found == {"net.py", "more/deep/data.txt", "link"}
        assert (path / "link").is_symlink()
    assert not path.exists()


def test_a_folder_of_the_student_alone_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "net.py").touch()
    with handed_in(tmp_path) as path:
        assert path == tmp_path


def test_one_archive_without_sources_beside_it_is_the_submission_but_no_link_to_one(tmp_path: Path) -> None:
    (tmp_path / "work.tar.gz").touch()
    with handed_in(tmp_path) as path:
        assert path == tmp_path / "work.tar.gz"
    (tmp_path / "answers.pdf").touch()
    with handed_in(tmp_path) as path:
        assert path == tmp_path / "work.tar.gz"
    (tmp_path / "net.py").touch()
    with handed_in(tmp_path) as path:
        assert path == tmp_path
    (tmp_path / "net.py").unlink()
    (tmp_path / "work.tar.gz").rename(tmp_path.with_suffix(".zip"))
    (tmp_path / "work.zip").symlink_to(tmp_path.with_suffix(".zip"))
    with handed_in(tmp_path) as path:
        assert path == tmp_path


def test_a_folder_of_any_depth_is_left_out_and_nothing_of_the_copy_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    deepest(tmp_path / "handed")
    (tmp_path / "handed" / "net.py").touch()
    (tmp_path / "handed" / "Makefile").touch()
    with handed_in(tmp_path / "handed", ("Makefile",)) as path:
        assert (path / "net.py").exists()
    assert [place.name for place in tmp_path.iterdir()] == ["handed"]
    remove(tmp_path / "handed")


def test_a_disk_that_is_full_lets_no_part_of_a_submission_be_graded_as_the_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "more").mkdir()
    for name in ("Makefile", "net.py", "more/data.txt"):
        (tmp_path / name).touch()

    def full(source: Any, *_: Any, **__: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(source))

    monkeypatch.setattr(shutil, "copy", full)
    for ours in (("Makefile",), ("Makefile", "net.py")):
        with pytest.raises(GraderError, match="No space left on device"), handed_in(tmp_path, ours):
            pass


def test_nothing_is_no_submission(tmp_path: Path) -> None:
    (tmp_path / "Makefile").touch()
    for folder, ours in ((tmp_path, ["Makefile"]), (tmp_path / "absent", [])):
        with pytest.raises(SubmissionError), handed_in(folder, ours):
            pass


@pytest.mark.parametrize(("platform", "for_staff"), [("markus", True), ("autolab", False), ("codegrade", False)])
@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ValueError("expected 0.123456"), "ValueError in test_on_a_platform.py, line "),
        (GraderError("No wall at /secret\x1b."), "No wall at /secret⟨ESC⟩."),
    ],
)
def test_a_fault_is_told_to_staff_alone_and_never_by_the_values_in_it(
    *,
    platform: str,
    for_staff: bool,
    error: Exception,
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fail(*_: object) -> None:
        raise error

    (tmp_path / "platform.json").write_bytes(settings.UNKNOWN.to_json())
    (tmp_path / "net.py").touch()
    monkeypatch.setattr(run, "_graded", fail)
    results = tmp_path / "results"
    with results.open("wb") as file:
        run.run(platform, run.Place(tmp_path, tmp_path), f"fd:{file.fileno()}")
    shown, (out, staff) = results.read_text(), capfd.readouterr()
    assert "NOT been graded" in shown
    assert "no fault of yours" in shown
    assert (words in staff) is for_staff
    for text in ("test_on_a_platform", "secret", "wall"):
        assert text not in shown + out
    assert "0.123456" not in shown + out + staff
