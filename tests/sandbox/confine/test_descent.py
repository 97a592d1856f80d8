"""What a process starts with and whom it goes with: descriptors, parents, orphans, who may look into it."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from typing import Any

import pytest

from grader.sandbox.child.confine import libc, limits
from tests.sandbox.confine.apart import apart
from tests.sandbox.confine.trying import child_says, tried

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such requests")


def still_open(keep: list[int]) -> list[int]:
    def is_open(descriptor: int) -> bool:
        return tried(os.fstat, descriptor) == "done"

    for descriptor in range(3, 60):
        if not is_open(descriptor):
            os.dup2(0, descriptor)
    limits.close_all_but(*keep)
    return [descriptor for descriptor in range(4200) if is_open(descriptor)]


@pytest.mark.parametrize("keep", [[], [3], [40], [59, 7], [3, 4, 5]])
def test_only_the_standard_descriptors_and_those_named_stay_open(keep: list[int]) -> None:
    assert apart(still_open, keep) == [0, 1, 2, *sorted(keep)]


def orphaned(layered: bool) -> bool:
    """Tell whether a grandchild goes within a second of its parent's being killed."""
    reading, writing = os.pipe()
    parent = os.fork()
    if parent == 0:
        if os.fork() == 0:
            if layered:
                limits.die_with_parent()
            os.write(writing, b"%d" % os.getpid())
            time.sleep(5)
            os._exit(0)
        time.sleep(5)
        os._exit(0)
    os.close(writing)
    orphan = int(os.read(reading, 100))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    gone = bool(select.select([reading], [], [], 1 if layered else 0.2)[0])  # its end of the pipe is closed with it
    if not gone:
        os.kill(orphan, signal.SIGKILL)
    return gone


def test_who_asked_for_it_goes_with_the_parent() -> None:
    assert apart(orphaned, True)
    assert not apart(orphaned, False)


def asked() -> list[Any]:
    return [limits.die_with_parent(), limits.children()]


def test_it_is_told_that_the_kernel_will() -> None:
    assert apart(asked) == [True, []]


def adopted(layered: bool) -> list[Any]:
    """Return who is the parent of a grandchild after its own ended, and our children as listed."""
    if layered:
        limits.adopt_orphans()
    reading, writing = os.pipe()
    middle = os.fork()
    if middle == 0:
        own = os.getpid()
        if os.fork() == 0:
            while os.getppid() == own:
                time.sleep(0.001)
            os.write(writing, b"%d %d" % (os.getppid(), os.getpid()))
            time.sleep(20)
        os._exit(0)
    os.waitpid(middle, 0)
    parent, orphan = (int(word) for word in os.read(reading, 100).split())
    listed = limits.children()
    os.kill(orphan, signal.SIGKILL)
    return [parent == os.getpid(), listed == [orphan]]


def test_orphans_are_handed_to_who_adopts_them() -> None:
    assert apart(adopted, False) == [False, False]
    assert apart(adopted, True)[0] is True


def test_orphans_are_listed_where_the_kernel_lists_children() -> None:
    if not os.path.exists(f"/proc/self/task/{os.getpid()}/children"):
        pytest.skip("this kernel lists no children")
    assert apart(adopted, True)[1] is True


def first() -> list[str]:
    def badness() -> str:
        with open("/proc/self/oom_score_adj") as file:
            return file.read().strip()

    before = badness()
    limits.first_to_go()
    return [before, badness(), child_says(badness)]


def test_the_kernel_ends_it_and_its_forks_first_when_memory_runs_out() -> None:
    before, after, fork = apart(first)
    assert (after, fork) == ("1000", "1000")
    if before == "1000":
        pytest.skip("here everything goes first")


def attached(layered: bool) -> str:
    """Return what a process of the same unprivileged id meets with at our memory."""
    if os.getuid() == 0:
        os.setresgid(1234, 1234, 1234)
        os.setresuid(1234, 1234, 1234)
        libc.prctl(limits.PR_SET_DUMPABLE, 1)  # taking another id has cleared it
    if layered:
        limits.undumpable()
    return str(child_says(lambda: tried(open, "/proc/%d/environ" % os.getppid())))


def test_nobody_of_the_same_user_looks_into_it() -> None:
    assert apart(attached, False) == "done"
    assert apart(attached, True) == "EACCES"
