from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import UsageError
from grader.files import write_text


def test_a_file_is_written_with_its_folder_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "reports" / "j_doe.json"
    write_text(path, "Grüße\n")
    write_text(path, "zwei\n")
    assert path.read_bytes() == b"zwei\n"
    assert list(path.parent.iterdir()) == [path]


def test_a_failure_leaves_the_old_text_and_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.json"
    path.write_text("old")

    def full(*_: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(UsageError, match=r"report\.json cannot be written: no space left on device"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interruption_leaves_no_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: Path) -> Path:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        write_text(tmp_path / "report.json", "new")
    assert list(tmp_path.iterdir()) == []


def test_a_path_that_cannot_be_a_file_ends_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path / "file" / "report.json", "x")
    with pytest.raises(UsageError, match="cannot be written"):
        write_text(tmp_path, "x")
