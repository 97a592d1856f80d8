"""Submissions that are none: each ends with one sentence and exit status 2, and nothing is waited for."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import pytest

from tests import toy, unprivileged
from tests.command import grade, refusal

DEVICE = "is a pipe, a socket or a device: name a folder, a .py file or an archive."


def listen(path: Path) -> None:
    """Make a socket; its path is given relative, for there is little room for a name in a socket's address."""
    before = Path.cwd()
    with socket.socket(socket.AF_UNIX) as made:
        os.chdir(path.parent)
        try:
            made.bind(path.name)
        finally:
            os.chdir(before)


def make(course: Path) -> None:
    """Write one of each kind."""
    for name in ("empty", "words", "folder.py", "linked", "piped"):
        (course / name).mkdir()
    (course / "words/notes.txt").write_text("no code")
    for name in ("pipe", "pipe.py", "piped/toy.py"):
        os.mkfifo(course / name)
    for name, target in (("dangling", "nowhere"), ("loop", "loop"), ("loop.py", "loop.py"), ("zero.py", "/dev/zero")):
        (course / name).symlink_to(target)
    (course / "linked/toy.py").symlink_to("/etc/passwd")
    listen(course / "socket")
    toy.hand_in(course / "work")
    (course / "report.html").write_text("<!doctype html>")


KINDS = {
    "empty": "empty is empty: hand in the Python files (.py)",
    "words": "holds no Python file (.py), only notes.txt",
    "folder.py": "folder.py is empty",
    "linked": "linked holds nothing to grade: toy.py is a link. Hand in the files themselves.",
    "piped": "piped holds nothing to grade: toy.py is no plain file.",
    "pipe": f"pipe {DEVICE}",
    "pipe.py": f"pipe.py {DEVICE}",
    "socket": f"socket {DEVICE}",
    "zero.py": f"zero.py {DEVICE}",
    "/dev/null": f"null {DEVICE}",
    "/dev/zero": f"zero {DEVICE}",
    "dangling": "There is no file or folder dangling.",
    "work/toy.py/deeper": "There is no file or folder work/toy.py/deeper.",
    "loop": "loop cannot be read (a link that leads to itself): check the path.",
    "loop.py": "loop.py cannot be read (a link that leads to itself): check the path.",
    "x" * 256: "cannot be read (File name too long): check the path.",
    "two\nlines": "There is no file or folder two lines.",
    "\x1b[2Jgone": "There is no file or folder \u27e8ESC\u27e9[2Jgone.",
    "report.html": "report.html cannot be graded: hand in a folder, a .py file",
}


def test_what_cannot_be_graded_is_told_on_a_line_each_and_the_others_are_graded(course: Path) -> None:
    make(course)
    done = grade(course, *KINDS, "work", "--quiet")
    assert done.returncode == 2
    assert done.stdout == "work  10/10; 2 to be marked\n"
    lines = done.stderr.splitlines()
    assert len(lines) == len(KINDS)
    for line, (name, said) in zip(lines, KINDS.items(), strict=True):
        assert line.startswith("grade: "), name
        assert said in line, name


@pytest.mark.parametrize("name", ["pipe", "loop", "linked", "dangling"])
def test_a_precheck_of_it_is_refused_alike(course: Path, name: str) -> None:
    make(course)
    assert KINDS[name] in refusal(course, "precheck", name)


@pytest.mark.parametrize("command", ["run", "precheck"])
@pytest.mark.parametrize("name", [".", "reference", "reference/toy"])
def test_the_reference_is_not_taken_for_a_submission(course: Path, command: str, name: str) -> None:
    assert f"{name} holds the reference of toy: name the folder that was handed in." in refusal(course, command, name)


def test_the_solution_itself_may_be_graded(course: Path) -> None:
    assert grade(course, "reference/toy/solution", "--quiet").stdout == "solution  10/10; 2 to be marked\n"


@pytest.mark.parametrize("words", [[""], ["work", "--out", ""], ["work", "--course", ""], ["precheck", ""]])
def test_an_empty_word_as_an_unset_variable_leaves_it_is_refused(course: Path, words: list[str]) -> None:
    assert "an empty word names nothing; say `.` for the folder that you are in." in refusal(course, *words)


NAMES = {
    "line\nfeed": "line_feed",
    "\x1b[31mred": "31mred",
    os.fsdecode(b"by\xff\xfetes"): "by_tes",
    "-x": "-x",
    "n" * 255: "n" * 150,
}


def test_a_submission_of_any_name_is_graded_under_one_fit_for_a_file(course: Path) -> None:
    for name in NAMES:
        toy.hand_in(course / name)
    done = grade(course, *(course / name for name in NAMES), "--quiet", "--format", "json", "--audience", "instructor")
    assert done.returncode == 0
    assert [path.stem for path in sorted((course / "reports").iterdir())] == sorted(NAMES.values())


def test_a_submission_given_twice_gets_two_reports(course: Path) -> None:
    toy.hand_in(course / "work")
    assert grade(course, "work", "./work", "--quiet").stdout.splitlines() == [
        "work  10/10; 2 to be marked",
        "work-2  10/10; 2 to be marked",
    ]


def test_a_handout_and_a_stranger_to_the_assignment_are_graded_and_say_what_was_expected(course: Path) -> None:
    (course / "other").mkdir()
    (course / "other/story.py").write_text("def tell(): return 'once'\n")
    done = grade(course, "other", "--format", "text", "--out", "-")
    assert done.returncode == 0
    assert "toy.py was not handed in" in done.stdout


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("work", "work cannot be read (Permission denied at toy.py): check the file, or hand it in again."),
        ("work/toy.py", "cannot be read (Permission denied"),
        ("locked/work", "work cannot be read (Permission denied): check the path."),
        ("locked", "locked cannot be read (Permission denied at locked)"),
    ],
)
def test_what_may_not_be_read_is_named(course: Path, path: str, said: str) -> None:
    (toy.hand_in(course / "work") / "toy.py").chmod(0)
    toy.hand_in(course / "locked/work")
    (course / "locked").chmod(0)
    try:
        assert said in unprivileged.refusal(course, path)
    finally:
        (course / "locked").chmod(0o755)


def test_a_path_that_vanishes_before_its_turn_is_told_and_the_rest_is_graded(course: Path) -> None:
    work, gone = toy.hand_in(course / "work"), toy.hand_in(course / "gone")
    shutil.rmtree(gone)
    done = grade(course, work, gone, "--quiet", "--jobs", "2")
    assert (done.returncode, done.stdout) == (2, "work  10/10; 2 to be marked\n")
    assert "There is no file or folder" in done.stderr
