"""`grade platform`, as an instructor meets it: what it writes, says and refuses."""

from __future__ import annotations

import io
import json
import re
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.command import grade, refusal

if TYPE_CHECKING:
    from pathlib import Path


def test_it_writes_a_package_and_says_what_to_know_of_it(finished_toy: Path, tmp_path: Path) -> None:
    done = grade(finished_toy, "platform", "gradescope", "toy", "-o", tmp_path / "new")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'new'}: 2 files; README.md says what to do with them\n"
    with zipfile.ZipFile(tmp_path / "new" / "autograder.zip") as archive:
        modes = {member.filename: member.external_attr >> 16 for member in archive.infolist()}
    assert {"setup.sh", "run_autograder", "backgrade/assignment/expected/hidden.npz"} <= set(modes)
    assert [name for name, mode in modes.items() if mode & stat.S_IXUSR] == [
        "setup.sh",
        "run_autograder",
        "backgrade/install.sh",
    ]


def test_the_same_assignment_gives_the_same_package(finished_toy: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        assert grade(finished_toy, "platform", "autolab", "toy", "-o", tmp_path / name).returncode == 0
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).rglob("*") if path.is_file()}
        for name in ("one", "two")
    )
    assert one == two


def test_what_a_platform_cannot_hide_and_what_a_level_gives_up_is_said(finished_toy: Path, tmp_path: Path) -> None:
    words = ("-o", tmp_path / "new", "--isolation", "process")
    said = grade(finished_toy, "platform", "github-classroom", "toy", *words).stdout
    assert "1 check (1 points) may not be shown to students yet" in said
    assert "public cases only" in said
    assert "can read every file" in said


def test_autolab_is_told_its_problems_by_the_names_that_results_have(finished_toy: Path, tmp_path: Path) -> None:
    grade(finished_toy, "platform", "autolab", "toy", "-o", tmp_path / "new")
    text = (tmp_path / "new" / "problems.yml").read_text()
    assert re.findall(r'name: "(.+)"\n +max_score: (.+)', text) == [
        ("A square", "5"),
        ("A line", "4"),
        ("Random numbers", "1"),
        ("Rules", "0"),
        ("Questions", "2"),
        ("Penalties and rounding", "0"),
    ]


def test_a_prairielearn_question_names_the_files_and_waits_long_enough(finished_toy: Path, tmp_path: Path) -> None:
    grade(finished_toy, "platform", "prairielearn", "toy", "-o", tmp_path)
    info = json.loads((tmp_path / "question" / "info.json").read_text())
    assert info["externalGradingOptions"]["timeout"] == 195
    assert 'file-names="toy.py"' in (tmp_path / "question" / "question.html").read_text()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("blackboard", "toy", "-o", "new"), "'blackboard' is not one of 'gradescope'"),
        (("gradescope", "tyo", "-o", "new"), "Did you mean 'toy'?"),
        (("gradescope", "toy", "-o", "."), "is not empty: name a new folder"),
        (("gradescope", "toy", "-o", "reference/toy/new"), "is a place of the reference"),
        (("gradescope", "toy", "-o", "reference/toy/rubric.py"), "is a place of the reference"),
        (("gradescope", "toy", "-o", "file"), "is no folder"),
        (("gradescope", "toy"), "Missing option '--out'"),
    ],
)
def test_what_it_cannot_do_it_says_in_a_sentence(course: Path, words: tuple[str, ...], sentence: str) -> None:
    (course / "file").touch()
    assert sentence in refusal(course, "platform", *words)
    assert not (course / "new").exists()


def test_expected_outputs_that_are_absent_or_stale_are_refused(course: Path) -> None:
    words = ("platform", "markus", "toy", "-o", "new")
    (course / "reference/toy/driver.py").write_text(toy.DRIVER + "\n# changed\n")
    assert "was made from another version of driver.py" in refusal(course, *words)
    (course / "reference/toy/expected/manifest.json").unlink()
    assert "has no expected outputs yet. Run `grade regenerate toy`" in refusal(course, *words)
    assert not (course / "new").exists()


def test_a_handout_is_refused(finished_toy: Path, tmp_path: Path) -> None:
    grade(finished_toy, "handout", "toy", "-o", tmp_path / "handout")
    assert "public cases only" in refusal(tmp_path / "handout", "platform", "markus", "toy", "-o", "new")


def test_an_archive_alone_in_the_folder_is_the_submission(finished_toy: Path, tmp_path: Path) -> None:
    grade(finished_toy, "platform", "codegrade", "toy", "-o", tmp_path / "new")
    with zipfile.ZipFile(tmp_path / "new" / "backgrade.zip") as archive:
        archive.extractall(tmp_path)
    (tmp_path / "student").mkdir()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("work/toy.py", toy.SOLUTION)
    (tmp_path / "student" / "work.zip").write_bytes(packed.getvalue())
    words = ("--package", tmp_path / "backgrade", "--submission", tmp_path / "student", "--results", "-")
    assert '"points": "9/9"' in grade(tmp_path, "platform-run", "codegrade", *words).stdout
    (tmp_path / "student" / "work.zip").write_bytes(b"PK\x03\x04 and nothing else")
    assert '"points": "0/9"' in (said := grade(tmp_path, "platform-run", "codegrade", *words).stdout)
    assert "cannot be read: work.zip" in said


@pytest.mark.parametrize(("platform", "most"), [("gradescope", 10), ("github-classroom", 9)])
def test_a_check_that_a_package_cannot_judge_is_worth_nothing_in_it(course: Path, platform: str, most: int) -> None:
    rubric = course / "reference/toy/rubric.py"
    rubric.write_text(rubric.read_text().replace('visibility="hidden"', 'visibility="visible"'))  # its cases are hidden
    assert grade(course, "platform", platform, "toy", "-o", "new").returncode == 0
    if platform == "gradescope":
        with zipfile.ZipFile(course / "new" / "autograder.zip") as archive:
            settings = json.loads(archive.read("backgrade/platform.json"))
    else:
        settings = json.loads((course / "new/.github/backgrade/platform.json").read_text())
    assert settings["max_score"] == most
    assert sum(item["max_points"] for item in settings["items"]) == most
    assert "square_wide" not in settings["only"]
