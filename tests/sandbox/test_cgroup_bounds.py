"""A run's control group, for real: who is in it, and what it ends."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from grader.rubric import Limits
from grader.sandbox.host import Call
from grader.sandbox.warm import Warm
from tests.conftest import opener
from tests.processes import descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.cgroup import Group

LAYER = "memory and process limits of the run"
DRIVER = "def call(code, **inputs):\n    return {'out': code.f(**inputs)}\n"
# None of these asks for more than one process may have; the first asks for most, and is who goes when all have asked.
BOMB = """
import os, time
def burst():
    reading, writing = os.pipe()
    for _ in range(8):
        if os.fork() == 0:
            held = bytearray(b"x") * (75 << 20)
            os.write(writing, b"1")
            time.sleep(60)
    for _ in range(8):
        os.read(reading, 1)
    held = bytearray(b"x") * (350 << 20)
    time.sleep(60)
burst()
"""
SMALL = Limits(memory_mib=640, processes=20, probe_seconds=8, import_seconds=8)


@contextmanager
def bounded() -> Iterator[tuple[Warm, Group]]:
    """Start a warm parent in a group of its own, where this machine lets us."""
    for _ in range(5):  # a grader in a process namespace of its own may take the group, as yet empty, for a dead run's
        with Warm() as parent:
            parent.bound(SMALL, 1)
            if parent.group is None or not parent.group.folders:
                pytest.skip("this machine lets us make no control groups")
            assert parent.versions
            if all(folder.exists() for folder in parent.group.folders):
                yield parent, parent.group
                return
    pytest.skip("others remove our control groups")


def test_a_bomb_of_many_processes_is_ended_and_the_grader_goes_on() -> None:
    with bounded() as (parent, group):
        opened = opener(parent)
        with opened(DRIVER, SMALL, hw1=BOMB) as session:
            failure = session.load({"hw1.py": "hw1.py"}).failure
        assert failure is not None
        assert failure.kind == "out_of_memory"
        assert group.ooms() > 0
        assert parent.process.poll() is None
        with opened(DRIVER, SMALL, hw1="def f(): return 1") as session:
            assert session.load({"hw1.py": "hw1.py"}).failure is None
            (reply,) = session.probe("call", [Call({})])
        assert reply.failure is None


def test_a_submission_within_its_bound_is_not_ended_and_told_of_the_group() -> None:
    source = "def f(): return len(bytearray(b'x') * (100 << 20))"
    with bounded() as (parent, group), opener(parent)(DRIVER, SMALL, hw1=source) as session:
        assert LAYER in session.layers
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        (reply,) = session.probe("call", [Call({})])
        assert reply.failure is None
        assert group.ooms() == 0


def test_the_parent_and_its_sessions_are_in_the_group_and_it_goes_with_the_run() -> None:
    with bounded() as (parent, group), opener(parent)(DRIVER, SMALL, hw1="") as session:
        assert session.layers
        expected = {parent.process.pid, *(pid for pid, _ in descendants(parent.process.pid))}
        folders = list(group.folders)
        for folder in folders:
            assert {int(pid) for pid in (folder / "cgroup.procs").read_text().split()} >= expected
    assert len(expected) >= 3  # the keeper and the session, too
    assert not any(folder.exists() for folder in folders)


def test_a_group_that_was_never_joined_is_not_claimed() -> None:
    with Warm() as parent:
        parent.bound(SMALL, 1)
        if parent.group is None or not parent.group.folders:
            pytest.skip("this machine lets us make no control groups")
        for folder in parent.group.folders:
            folder.rmdir()
        with opener(parent)(DRIVER, SMALL, hw1="") as session:
            assert LAYER not in session.layers
