"""Places that take no report: told before any work where that can be known, at no cost of what stands there."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import toy, unprivileged
from tests.command import GRADE, grade, refusal

if TYPE_CHECKING:
    from collections.abc import Callable

KIB = 1 << 10
FULL = Path("/dev/full")


@pytest.fixture
def here(course: Path) -> Path:
    """Return a course with one submission, which names no folder that any place below is called."""
    toy.hand_in(course / "work")
    (course / "file").write_text("mine")
    (course / "dangling").symlink_to("nowhere")
    return course


def within_file_size(limit: int) -> Callable[[], None]:
    """Return what makes every file of a process that grows beyond `limit` a failure, as a full disk would."""

    def bound() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return bound


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["work", "--out", "file"], "file cannot be written: file is no folder. Choose another folder with --out."),
        (["work", "--out", "file/deep"], "file/deep cannot be written: file is no folder."),
        (["work", "--out", "dangling"], "dangling cannot be written: dangling is no folder."),
        (["work", "--out", "o" * 300], "cannot be written: file name too long."),
        (["work", "--out", "reference/toy"], "reference/toy is a place of the reference: choose another folder"),
        (["work", "--out", "reference/toy/new"], "reference/toy/new is a place of the reference"),
        (["handout", "toy", "--out", "file/x.zip"], "file cannot be written: file is no folder."),
        (["handout", "toy", "--out", "work"], "work holds something else than a handout: choose another folder"),
        (["handout", "toy", "--out", "work/toy.py"], "work/toy.py ends with neither .zip nor nothing (a folder)"),
        (["handout", "toy", "--out", "reference/toy/solution"], "is a place of the reference"),
    ],
)
def test_a_place_that_takes_nothing_is_refused_and_left_as_it_is(here: Path, words: list[str], said: str) -> None:
    before = {path: path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert said in refusal(here, *words)
    assert {path: path.read_bytes() for path in here.rglob("*") if path.is_file()} == before


def test_a_place_inside_of_the_submission_is_taken(here: Path) -> None:
    assert grade(here, "work", "--quiet", "--out", "work/reports").returncode == 0
    assert grade(here, "work", "--quiet", "--out", "work/reports").stdout == "work  10/10; 2 to be marked\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["work", "--out", "locked"], "locked cannot be written: locked is read-only for you."),
        (["work", "--out", "locked/deep"], "locked/deep cannot be written: locked is read-only for you."),
        (["handout", "toy", "--out", "locked/toy.zip"], "locked cannot be written: locked is read-only for you."),
        (["precheck", "work"], "reports is read-only for you. Run it in a folder that you may write to."),
    ],
)
def test_a_read_only_place_is_told_before_any_work(here: Path, words: list[str], said: str) -> None:
    for name in ("locked", "reports"):
        (here / name).mkdir(mode=0o555)
    assert said in unprivileged.refusal(here, *words)


def test_a_report_that_cannot_take_its_place_costs_the_others_nothing(here: Path) -> None:
    toy.hand_in(here / "next")
    (here / "reports/work.student.html").mkdir(parents=True)
    (here / "reports/work.json").write_text("old")
    done = grade(here, "work", "next", "--quiet")
    assert done.returncode == 2
    assert done.stdout == "work  10/10; 2 to be marked\nnext  10/10; 2 to be marked\n"
    assert done.stderr == (
        "grade: work: reports/work.student.html cannot be written: is a directory. Choose another folder with --out.\n"
    )
    names = {"next.html", "next.json", "next.student.html", "next.student.json"}
    assert {path.name for path in (here / "reports").iterdir()} == {"work.json", "work.student.html", *names}
    assert (here / "reports/work.json").read_text() == "old"


FULL_DISK = {
    "run": (["work", "--quiet"], "reports", "grade: work: reports/work.html cannot be written: file too large."),
    "precheck": (
        ["precheck", "work", "--quiet"],
        "reports",
        "grade: reports/precheck.html cannot be written: file",
    ),
    "handout": (["handout", "toy", "--out", "out/toy.zip"], "out", "grade: out/toy.zip cannot be written: file too"),
}


@pytest.mark.parametrize("command", FULL_DISK)
def test_a_full_disk_keeps_the_old_report_and_leaves_no_part_of_a_new_one(here: Path, command: str) -> None:
    words, place, said = FULL_DISK[command]
    (here / place).mkdir()
    for name in ("work.json", "work.html", "precheck.html", "toy.zip"):
        (here / place / name).write_text("old")
    done = subprocess.run(
        [GRADE, *words],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=within_file_size(12 * KIB),
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(said)
    assert {path.name: path.read_text() for path in (here / place).iterdir()} == dict.fromkeys(
        ("work.json", "work.html", "precheck.html", "toy.zip"), "old"
    )
    if command != "handout":
        assert "; 2 to be marked" in done.stdout, "the score is lost"


def test_a_full_disk_keeps_the_old_expected_outputs(here: Path) -> None:
    place = here / "reference/toy/expected"
    before = {path: path.read_bytes() for path in place.iterdir()}
    done = subprocess.run(
        [GRADE, "regenerate"],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=within_file_size(3 * KIB),
    )
    assert done.returncode == 2
    assert "cannot be written: file too large. Make room there" in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path: path.read_bytes() for path in place.iterdir()} == before


def test_a_full_working_folder_is_no_fault_of_the_submission(here: Path) -> None:
    (here / "work/data.txt").write_text("x" * 20 * KIB)
    done = subprocess.run(
        [GRADE, "work", "--quiet"],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=within_file_size(12 * KIB),
    )
    assert done.returncode == 3
    (line,) = done.stderr.splitlines()
    assert line.startswith("grade: work: The working folder cannot be written (")
    assert line.endswith("File too large. Make room there, or name another folder with TMPDIR.")
    assert done.stdout == ""


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words", [["work", "--quiet"], ["work", "--format", "json", "--out", "-"], ["--help"], ["regenerate", "--check"]]
)
def test_a_standard_output_that_is_full_is_one_sentence_and_status_2(
    here: Path, words: list[str], unbuffered: str
) -> None:
    with FULL.open("wb") as full:
        done = subprocess.run(
            [GRADE, *words],
            cwd=here,
            stdout=full,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert line.startswith("grade: Standard output ")
    assert "no space left on device." in line


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["work"], ["--help"], ["doctor"], ["precheck", "work"]])
def test_a_reader_who_goes_away_stops_it_without_a_word(here: Path, words: list[str], unbuffered: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    try:
        done = subprocess.run(
            [GRADE, *words],
            cwd=here,
            stdout=theirs,
            stderr=subprocess.PIPE,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        os.close(theirs)
    assert done.returncode == 130
    assert done.stderr == ""


def closed(here: Path, redirection: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" "$@" {redirection}', GRADE, *words],
        cwd=here,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("redirection", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_standard_streams_keep_no_report_from_being_written(here: Path, redirection: str) -> None:
    done = closed(here, redirection, "work", "--quiet")
    assert done.returncode == 0
    assert done.stderr == ""
    assert len(list((here / "reports").iterdir())) == 4


def test_a_complaint_without_a_standard_error_does_not_go_to_standard_output(here: Path) -> None:
    done = closed(here, "2>&-", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")


def test_a_report_for_a_closed_standard_output_is_refused(here: Path) -> None:
    done = closed(here, ">&-", "work", "--format", "json", "--out", "-")
    assert done.returncode == 2
    assert done.stderr == "grade: Standard output is closed: name a folder with --out instead of `-`.\n"
