"""Interrupted in any phase: exit status 130, not a word, no process, no temporary file and no part of a report left."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.command import GRADE
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from pathlib import Path

SIGNALS = pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda it: it.name)
COMMANDS = {
    "run": ["work", "--quiet"],
    "jobs": ["work", "next", "--jobs", "2"],
    "watch": ["precheck", "work", "--watch"],
    "regenerate": ["regenerate"],
    "handout": ["handout", "toy", "--out", "out.zip"],
}


@pytest.fixture
def hanging(course: Path) -> Path:
    """Return a course whose submissions hang, so that a command is caught at its work."""
    for name in ("work", "next"):
        toy.hand_in(course / name, toy.HANGING)
    (course / "tmp").mkdir()
    return course


def let_the_solution_hang(folder: Path) -> None:
    """Write a solution that hangs, with a limit that lets it."""
    (folder / "solution/toy.py").write_text(toy.HANGING)
    text = toy.RUBRIC.replace("total=12,", "total=12, limits=LIMITS,")
    (folder / "rubric.py").write_text(f"from grader.rubric import Limits\nLIMITS = Limits(probe_seconds=60.0)\n{text}")


def start(course: Path, *words: str, terminal: int = subprocess.PIPE) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [GRADE, *words],
        cwd=course,
        env={**os.environ, "TMPDIR": str(course / "tmp")},
        stdin=subprocess.DEVNULL,
        stdout=terminal,
        stderr=terminal,
        text=True,
        start_new_session=True,
    )


def nothing_is_left(course: Path) -> bool:
    return not list((course / "tmp").iterdir()) and not list(course.rglob(".*.tmp"))


@SIGNALS
@pytest.mark.parametrize("command", ["jobs", "watch", "regenerate"])
def test_at_its_work_a_command_ends_with_130_and_leaves_nothing(
    hanging: Path, command: str, number: signal.Signals
) -> None:
    kept = {path: path.read_bytes() for path in (hanging / "reference/toy/expected").iterdir()}
    if command == "regenerate":
        let_the_solution_hang(hanging / "reference/toy")
    with start(hanging, *COMMANDS[command]) as running:
        assert within(20, lambda: len(descendants(running.pid)) >= 4)  # warm parent, keeper, session, probe
        started = descendants(running.pid)
        running.send_signal(number)
        out, err = running.communicate(timeout=10)
        assert (running.returncode, out, err.strip()) == (130, "", "")
        assert within(2, lambda: not alive(started))
    assert nothing_is_left(hanging)
    assert not (hanging / "reports").exists()
    assert {path: path.read_bytes() for path in (hanging / "reference/toy/expected").iterdir()} == kept


@pytest.mark.parametrize("seconds", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("command", COMMANDS)
def test_at_any_moment_what_is_written_is_whole(course: Path, command: str, seconds: float) -> None:
    for name in ("work", "next"):
        toy.hand_in(course / name)
    (course / "tmp").mkdir()
    with start(course, *COMMANDS[command]) as running:
        assert within(20, lambda: bool(descendants(running.pid)) or running.poll() is not None)
        time.sleep(seconds / 3)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=10)
    assert running.returncode in (0, 130, -signal.SIGINT)  # the last: it had ended but for its interpreter
    assert "Traceback" not in err
    assert "grade:" not in err
    assert nothing_is_left(course)
    for path in (course / "reports").glob("*.html"):
        assert path.read_text().rstrip().endswith("</html>")


def test_a_terminal_that_goes_away_ends_it_with_everything_it_started(hanging: Path) -> None:
    pid, terminal = pty.fork()
    if pid == 0:  # the child: its session's terminal is the one that is closed below
        os.chdir(hanging)
        os.environ["TMPDIR"] = str(hanging / "tmp")
        os.execv(GRADE, [GRADE, "work"])  # noqa: S606 - no shell is wanted
    try:
        assert within(20, lambda: len(descendants(pid)) >= 4)
        started = descendants(pid)
    finally:
        os.close(terminal)
    assert within(10, lambda: os.waitpid(pid, os.WNOHANG)[0] == pid)
    assert within(2, lambda: not alive(started))
    assert nothing_is_left(hanging)


def test_a_terminal_that_goes_away_under_nohup_neither_loops_nor_ends_the_grading(course: Path) -> None:
    toy.hand_in(course / "work")
    (course / "tmp").mkdir()
    ours, theirs = pty.openpty()
    os.close(ours)
    with start(course, "work", "--quiet", terminal=theirs) as running:
        os.close(theirs)
        assert running.wait(20) == 2
    assert len(list((course / "reports").iterdir())) == 4
