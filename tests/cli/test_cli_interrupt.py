"""Ctrl-C and kill: `grade` ends at once, and nothing is left of what it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING

import pytest

from grader.__main__ import main
from tests import toy
from tests.command import GRADE
from tests.processes import Process, alive, descendants, within

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


@contextmanager
def hanging(course: Path, *words: str) -> Iterator[tuple[subprocess.Popen[str], set[Process]]]:
    """Start `grade` on submissions that hang; give it with all its processes once the students' code runs."""
    for name in ("first", "second"):
        toy.hand_in(course / name, toy.HANGING)
    (course / "tmp").mkdir()
    with subprocess.Popen(
        [GRADE, "first", "second", *words],
        cwd=course,
        env={**os.environ, "TMPDIR": str(course / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as running:
        try:
            assert within(20, lambda: len(descendants(running.pid)) >= 4)  # warm parent, keeper, session, probe
            time.sleep(0.3)
            yield running, descendants(running.pid)
        finally:
            running.kill()


WAYS = pytest.mark.parametrize("words", [[], ["--jobs", "2"], ["--", "-k", "square"]], ids=["one", "jobs", "selected"])


@WAYS
@pytest.mark.parametrize("whole_group", [True, False], ids=["from the terminal", "to grade alone"])
def test_ctrl_c_ends_with_status_130_and_leaves_nothing_behind(
    course: Path, words: list[str], whole_group: bool
) -> None:
    with hanging(course, *words) as (running, started):
        if whole_group:
            os.killpg(running.pid, signal.SIGINT)
        else:
            running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=4)
        assert running.returncode == 130
        assert out == ""
        assert err.strip() == ""
        assert within(2, lambda: not alive(started))
    assert list((course / "tmp").iterdir()) == []
    assert not (course / "reports").exists()


def test_ctrl_c_while_python_still_imports_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(ModuleType):
        def __getattr__(self, name: str) -> None:
            raise KeyboardInterrupt

    monkeypatch.setitem(sys.modules, "grader.cli", Interrupted("grader.cli"))
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 130


def test_sigterm_is_as_good_as_ctrl_c(course: Path) -> None:
    with hanging(course) as (running, started):
        running.terminate()
        running.communicate(timeout=4)
        assert running.returncode == 130
        assert within(2, lambda: not alive(started))
    assert list((course / "tmp").iterdir()) == []


@WAYS
def test_a_grader_that_is_killed_leaves_no_process_behind(course: Path, words: list[str]) -> None:
    with hanging(course, *words) as (running, started):
        running.kill()
        assert within(2, lambda: not alive(started))


# A finalizer, in which Python lets no exception through, is where the signal comes.
SWALLOWING = """
import os, signal, time
import click
from grader.cli.program import Commands

class Last:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
        for _ in range(1000):
            pass

@click.group(cls=Commands)
def main(): pass

@main.command("run")
def run():
    Last()
    time.sleep(20)
    print("went on")

main(["run"])
"""


def test_ctrl_c_that_comes_where_python_lets_no_exception_through_stops_it_too() -> None:
    done = subprocess.run([sys.executable, "-c", SWALLOWING], capture_output=True, text=True, timeout=15, check=False)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "")
