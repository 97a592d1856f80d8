"""A platform's download of a class is no submission; a submission that merely looks a little like one is."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest

from grader import crowd
from grader.rubric import Assignment
from tests.batch.downloads import folder
from tests.command import grade

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = Assignment("toy", title="Toy", total=0, files=("hw1.py", "answers.txt"), items=())
CANVAS = ("byronada_11_501_hw1.py", "ngbo_LATE_12_502_hw1-1.py", "ngbo_LATE_12_503_notes.pdf")
MOODLE = tuple(f"{name}_assignsubmission_file_/hw1.py" for name in ("Ada Byron_501", "Bo Ngo_502"))
MANY = {
    "Canvas": CANVAS,
    "Canvas, with the platform's junk": (*CANVAS, "__MACOSX/x", ".DS_Store"),
    "archives": ("byronada_11_501_hw.zip", "ngbo_12_502_hw.zip"),
    "Moodle, in a folder of its own": tuple(f"HW1-all/{name}" for name in MOODLE),
    "Blackboard": tuple(f"HW_{name}_attempt_2026-10-01-09-00-00_hw1.py" for name in ("ada", "bo")),
    "archives by anybody's name, in a folder of their own": ("class/ana.zip", "class/ben.tar.gz", "class/README.txt"),
    "Gradescope": ("submission_metadata.yml", "submission_1/hw1.py", "submission_2/hw1.py"),
}
ONE = {
    "what one person handed in": CANVAS[:1],
    "files of one person": ("byronada_11_501_hw1.py", "byronada_11_502_net.py"),
    "the required file beside them": (*CANVAS, "hw1.py"),
    "a person's own names": ("src/hw1.py", "plot_1_2.png", "plot_2_3.png"),
    "data with numbers": ("net.py", "run_1_1_loss.csv", "run_2_1_loss.csv", "run_3_1_loss.csv"),
    "one folder of Moodle": MOODLE[:1],
    "one archive in a folder": ("class/ana.zip",),
    "archives of data beside the work": ("work/net.py", "work/train.zip", "work/test.zip"),
    "nothing": (),
}


@pytest.mark.parametrize(("names", "count"), [*((n, 2) for n in MANY.values()), *((n, 0) for n in ONE.values())])
def test_people_of_a_download_are_counted_in_a_folder_and_in_a_zip(
    tmp_path: Path, names: tuple[str, ...], count: int
) -> None:
    (tmp_path / "all").mkdir()
    root = folder(tmp_path / "all", names) if names else tmp_path / "all"
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "x = 1\n")
    assert [crowd.hand_ins(path, RUBRIC) for path in (root, tmp_path / "all.zip")] == [count, count]


def test_archives_in_an_archive_are_one_a_person_and_in_a_folder_are_counted_elsewhere(tmp_path: Path) -> None:
    names = ("ana.zip", "ben.zip", "cem.zip")
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        for name in names:
            archive.writestr(name, "PK")
    assert crowd.hand_ins(tmp_path / "all.zip", RUBRIC) == 3
    (tmp_path / "all").mkdir()
    assert crowd.hand_ins(folder(tmp_path / "all", names), RUBRIC) == 0


def test_what_is_no_archive_is_left_to_whoever_reads_it(tmp_path: Path) -> None:
    (tmp_path / "no.zip").write_text("no")
    assert crowd.hand_ins(tmp_path / "no.zip", RUBRIC) == crowd.hand_ins(tmp_path / "missing", RUBRIC) == 0


def test_grade_run_names_grade_batch_and_grades_nothing(finished_toy: Path) -> None:
    with zipfile.ZipFile(finished_toy / "all.zip", "w") as archive:
        for name in CANVAS:
            archive.writestr(name, "x = 1\n")
    try:
        done = grade(finished_toy, "run", "all.zip")
    finally:
        (finished_toy / "all.zip").unlink()
    assert (done.returncode, done.stdout) == (2, "")
    assert "all.zip holds hand-ins of 2 people: `grade batch all.zip` grades the class." in done.stderr


def test_a_mistyped_command_is_no_submission(tmp_path: Path) -> None:
    done = grade(tmp_path, "bath", "all.zip")
    assert done.returncode == 2
    assert "There is no command 'bath', nor a file or folder of this name. Did you mean 'batch'?" in done.stderr
    assert not (tmp_path / "reports").exists()
