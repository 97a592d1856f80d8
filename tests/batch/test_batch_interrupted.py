"""A class run that is killed, stopped or robbed of a worker loses nothing, and leaves nothing behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests import toy
from tests.batch.small_class import BATCH, content, files, hand_in, results, start
from tests.command import refusal
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

KILLS = int(os.environ.get("BACKGRADE_KILLS", "5"))  # `make kills` asks for more


def test_killed_at_any_moment_it_goes_on_and_ends_as_if_it_had_not_been(graded: Path, course: Path) -> None:
    hand_in(course)
    moments, kills = random.Random(20), 0  # noqa: S311 - no secret
    while kills < KILLS:
        with start(course, *BATCH) as running:
            within(10, lambda: bool(descendants(running.pid)) or running.poll() is not None)
            time.sleep(moments.uniform(0.0, 0.8))
            started = descendants(running.pid)
            kills += running.poll() is None
            running.kill()
            running.communicate(timeout=10)
        assert within(4, lambda started=started: not alive(started))  # type: ignore[misc]
        if running.returncode == 0:  # it was done before: the next one begins anew
            assert content(course) == content(graded)
            shutil.rmtree(course / "reports")
    with start(course, *BATCH) as last:
        _, err = last.communicate(timeout=60)
    assert last.returncode == 0, err
    assert content(course) == content(graded)
    assert files(course) == files(graded)
    assert list((course / "tmp").iterdir()) == []


@pytest.fixture
def hanging(course: Path) -> Path:
    """Return a course with a class of which one is done at once and two never."""
    for name, source in {"ana": toy.SOLUTION, "ben": toy.HANGING, "cem": toy.HANGING}.items():
        toy.hand_in(course / "class" / name, source)
    (course / "tmp").mkdir()
    return course


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on_and_meanwhile_nobody_else_may_begin(hanging: Path) -> None:
    with start(hanging, *BATCH, "--timeout", "30") as running:
        assert within(20, lambda: (hanging / "reports/gradebook.sqlite").exists() and results(hanging) == 1)
        assert "is in use by another `grade batch`" in refusal(hanging, *BATCH)
        started = descendants(running.pid)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=10)
    assert (running.returncode, out) == (130, "")
    said = "grade: Stopped: 1 of 3 are graded and kept in reports/gradebook.sqlite; the same command goes on."
    assert err.strip() == said
    assert within(2, lambda: not alive(started))
    assert list((hanging / "tmp").iterdir()) == []
    assert results(hanging) == 1


def test_a_worker_that_is_killed_is_replaced_and_all_are_graded(course: Path) -> None:
    for name in ("ana", "ben"):
        toy.hand_in(course / "class" / name)
    (course / "tmp").mkdir()
    with start(course, *BATCH) as running:
        assert within(20, lambda: len(children(running.pid)) == 2)
        os.kill(min(children(running.pid)), signal.SIGKILL)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "graded now        2" in out
    assert list((course / "tmp").iterdir()) == []


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
        return [int(word) for word in file.read().split()]
