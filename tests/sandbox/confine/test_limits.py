"""Limits alone: what one process and its forks may use."""

from __future__ import annotations

import mmap
import os
import resource
import signal
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child.confine import limits
from tests.sandbox.confine.apart import apart
from tests.sandbox.confine.trying import child_says, status, tried

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems keep some of these limits only")
AS_ROOT = pytest.mark.skipif(os.name == "posix" and os.getuid() != 0, reason="only root may take another user id")
BOUNDS = {"memory_mib": 256, "submission_seconds": 60, "file_mib": 1, "processes": 6}


def used(bounds: dict[str, Any], folder: str) -> dict[str, list[str]]:
    def memory() -> None:
        bytearray(300 << 20)

    def file() -> None:
        with open(folder + "/file", "wb", buffering=0) as out:
            out.writelines([bytes(1 << 20)] * 3)

    def descriptors(count: int = 100) -> None:
        held = []
        try:
            for _ in range(count):
                held.append(os.open("/dev/null", os.O_RDONLY))  # noqa: PERF401 - what was opened is closed again
        finally:
            for descriptor in held:
                os.close(descriptor)

    def within_bounds() -> None:
        bytearray(64 << 20)
        with open(folder + "/small", "wb") as out:
            out.write(bytes(1 << 19))
        descriptors(40)

    acts = [memory, file, descriptors, within_bounds]
    before = [tried(act) for act in acts]
    limits.apply(bounds, alone=True)
    return {act.__name__: [was, tried(act)] for act, was in zip(acts, before, strict=True)}


def test_memory_files_and_descriptors_are_bounded(tmp_path: Path) -> None:
    assert apart(used, BOUNDS, str(tmp_path)) == {
        "memory": ["done", "MemoryError"],
        "file": ["done", "EFBIG"],
        "descriptors": ["done", "EMFILE"],
        "within_bounds": ["done", "done"],
    }


def test_a_file_stops_at_its_bound_to_the_byte(tmp_path: Path) -> None:
    apart(used, {**BOUNDS, "file_mib": 2}, str(tmp_path))
    assert (tmp_path / "file").stat().st_size == 2 << 20


def beside_what_is_mapped(bounds: dict[str, Any], more: int) -> str:
    limits.apply(bounds, alone=True, mapped=more)
    return tried(bytearray, 300 << 20)


def test_what_was_mapped_before_comes_on_top() -> None:
    assert apart(beside_what_is_mapped, BOUNDS, 0) == "MemoryError"
    assert apart(beside_what_is_mapped, BOUNDS, 200 << 20) == "done"


def memory_of_a_fork_and_a_map(bounds: dict[str, Any]) -> list[str]:
    limits.apply(bounds, alone=True)
    mapped = lambda: mmap.mmap(-1, 300 << 20)  # noqa: E731
    return [tried(mapped), child_says(lambda: tried(bytearray, 300 << 20))]


def test_forks_and_anonymous_maps_are_bound_too() -> None:
    assert apart(memory_of_a_fork_and_a_map, BOUNDS) == ["ENOMEM", "MemoryError"]


def made(bounds: dict[str, Any], alone: bool, way: str) -> list[Any]:
    """Return how many of ten processes or threads could be made before the limits, and after."""

    def processes() -> int:
        children = []
        for _ in range(10):
            try:
                child = os.fork()
            except OSError:
                break
            if child == 0:
                time.sleep(20)
                os._exit(0)
            children.append(child)
        for child in children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
        return len(children)

    def threads() -> int:
        done, count = threading.Event(), 0
        for _ in range(10):
            if tried(threading.Thread(target=done.wait).start) == "done":
                count += 1
        done.set()
        return count

    act = processes if way == "processes" else threads
    nobody_elses = 2_100_000_000 + os.getpid()
    os.setresgid(nobody_elses, nobody_elses, nobody_elses)
    os.setresuid(nobody_elses, nobody_elses, nobody_elses)
    before = child_says(act)
    limits.apply(bounds, alone=alone)
    return [before, act(), resource.getrlimit(resource.RLIMIT_NPROC)]


@AS_ROOT
@pytest.mark.parametrize("way", ["processes", "threads"])
def test_processes_and_threads_of_an_id_of_its_own_are_counted(way: str) -> None:
    before, after, limit = apart(made, BOUNDS, True, way)
    assert before == 10
    assert after == 6 - 1  # the process itself is one
    assert limit == [6, 6]


@AS_ROOT
def test_where_others_count_too_the_bound_is_that_of_a_whole_user() -> None:
    before, after, limit = apart(made, BOUNDS, False, "processes")
    assert (before, after) == (10, 10)
    hard = resource.getrlimit(resource.RLIMIT_NPROC)[1]
    assert limit[0] == (limits.ALL_OF_A_USER if hard == resource.RLIM_INFINITY else min(limits.ALL_OF_A_USER, hard))


def every_limit(bounds: dict[str, Any], lower: bool) -> dict[str, Any]:
    if lower:  # as a system may have done already
        resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32))
    limits.apply(bounds, alone=True)
    kinds = [name for name in dir(resource) if name.startswith("RLIMIT_")]
    return {name: resource.getrlimit(getattr(resource, name)) for name in kinds}


EXPECTED = {
    "RLIMIT_AS": 256 << 20,
    "RLIMIT_FSIZE": 1 << 20,
    "RLIMIT_NOFILE": 64,
    "RLIMIT_NPROC": 6,
    "RLIMIT_CORE": 0,
    "RLIMIT_MEMLOCK": 0,
    "RLIMIT_MSGQUEUE": 0,
}


def test_nothing_may_be_raised_again_but_by_a_privilege() -> None:
    said = apart(every_limit, BOUNDS, False)
    bounded = {name: pair for name, pair in said.items() if name in EXPECTED}
    assert bounded == {name: [value, value] for name, value in EXPECTED.items()}


def test_a_limit_that_is_lower_already_is_left_so() -> None:
    assert apart(every_limit, BOUNDS, True)["RLIMIT_NOFILE"] == [32, 32]


def cores(bounds: dict[str, Any], folder: str) -> list[bool]:
    os.chdir(folder)
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    before = os.WCOREDUMP(status(os.abort))
    limits.apply(bounds, alone=True)
    return [before, os.WCOREDUMP(status(os.abort))]


def test_a_crash_leaves_no_core(tmp_path: Path) -> None:
    before, after = apart(cores, BOUNDS, str(tmp_path))
    if not before:
        pytest.skip("this machine writes no cores")
    assert not after


def burnt(bounds: dict[str, Any]) -> int:
    def burn() -> None:
        limits.apply(bounds, alone=True)
        while True:
            pass

    return status(burn)


ONE_SECOND = {**BOUNDS, "submission_seconds": 1 - 5}  # it gives five more than that, and a test should not take six


def test_processor_time_is_bounded() -> None:
    assert os.WIFSIGNALED(apart(burnt, ONE_SECOND))


def test_the_end_of_processor_time_is_told_by_its_own_signal() -> None:
    assert os.WTERMSIG(apart(burnt, ONE_SECOND)) == signal.SIGXCPU
