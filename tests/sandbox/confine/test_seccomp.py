"""seccomp alone: which calls it refuses, tried raw, and what it must let through."""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import platform
import select
import signal
import socket
import sys
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.sandbox.child.confine import privileges, seccomp
from tests.sandbox.confine.apart import apart
from tests.sandbox.confine.trying import child_says, raw, status, tried

if TYPE_CHECKING:
    from pathlib import Path

MACHINES = ("x86_64", "aarch64")
HERE = platform.machine()
here_only = pytest.mark.skipif(sys.platform != "linux" or HERE not in MACHINES, reason="no filter is written for this")
on_x86 = pytest.mark.skipif(sys.platform != "linux" or HERE != "x86_64", reason="x86-64 has this way in, others do not")
# By the words of clone(2).
NAMESPACES = {"mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000}
NAMESPACES.update(pid=0x20000000, net=0x40000000)
COLUMN = MACHINES.index(HERE) if HERE in MACHINES else 0
REFUSED = {name: numbers[COLUMN] for name, numbers in seccomp.REFUSED.items()}
# -1 is no pointer, descriptor, size or flag of anything; to msgget it would be a key and the wish to make a queue.
ARGUMENTS = {"msgget": [0x7E57, 0]}


def tried_before_and_after(calls: list[tuple[str, int, list[int]]]) -> dict[str, list[str]]:
    def all_of_them() -> dict[str, str]:
        return {name: raw(number, *arguments) for name, number, arguments in calls}

    before = child_says(all_of_them)
    privileges.no_new_privileges()
    unfiltered = child_says(all_of_them)
    seccomp.refuse()
    filtered = child_says(all_of_them)
    return {name: [before[name], unfiltered[name], filtered[name]] for name, _, _ in calls}


@pytest.fixture(scope="module")
def answers() -> dict[str, list[str]]:
    calls = [(name, number, ARGUMENTS.get(name, [-1] * 6)) for name, number in REFUSED.items()]
    found: dict[str, list[str]] = apart(tried_before_and_after, calls)
    return found


@here_only
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_call_is_refused_that_was_not_before(answers: dict[str, list[str]], name: str) -> None:
    before, unfiltered, filtered = answers[name]
    assert filtered == "EPERM"
    if before == "EPERM":
        pytest.skip("this machine refuses it to us of itself")
    assert unfiltered == before  # it is the filter that refuses, not what it needs


def cloned_with(clone: int, flags: list[int]) -> list[str]:
    def made(flag: int) -> str:
        # A made child ends at once; without a stack of its own it goes on in a copy of ours.
        libc = ctypes.CDLL(None, use_errno=True)
        here = os.getpid()
        result = libc.syscall(ctypes.c_long(clone), ctypes.c_ulong(signal.SIGCHLD | flag), None, None, None, None)
        if result == 0 or os.getpid() != here:
            os._exit(0)
        return "done" if result > 0 else errno.errorcode[ctypes.get_errno()]

    privileges.no_new_privileges()
    before = made(0)
    seccomp.refuse()
    return [before, made(0), *[made(flag) for flag in flags]]


@here_only
def test_clone_makes_processes_and_no_namespaces() -> None:
    said = apart(cloned_with, seccomp._CLONE[COLUMN], list(NAMESPACES.values()))
    assert said == ["done", "done"] + ["EPERM"] * len(NAMESPACES)


def clone3_then_a_thread() -> list[str]:
    before = raw(435, 0, 0)
    privileges.no_new_privileges()
    seccomp.refuse()
    return [before, raw(435, 0, 0), tried(threading.Thread(target=int).start)]


@here_only
def test_clone3_is_unknown_so_that_the_c_library_takes_clone() -> None:
    before, after, thread = apart(clone3_then_a_thread)
    assert before != "ENOSYS"
    assert (after, thread) == ("ENOSYS", "done")


def processes_and_threads(way: str) -> list[str]:
    def forked() -> None:
        if way == "fork":
            child = os.fork()
        else:
            libc = ctypes.CDLL(None, use_errno=True)
            child = libc.fork()
            if child < 0:
                raise OSError(ctypes.get_errno(), way)
        if child == 0:
            os._exit(0)
        os.waitpid(child, 0)

    privileges.no_new_privileges()
    seccomp.refuse()
    first = tried(forked)
    seccomp.no_processes()
    return [first, tried(forked), tried(threading.Thread(target=int).start)]


@here_only
@pytest.mark.parametrize("way", ["fork", "c fork"])
def test_processes_are_made_until_they_are_forbidden_and_threads_ever_after(way: str) -> None:
    assert apart(processes_and_threads, way) == ["done", "EPERM", "done"]


def raw_forks(numbers: list[int]) -> list[str]:
    privileges.no_new_privileges()
    seccomp.refuse()
    seccomp.no_processes()
    return [raw(number, 17, 0, 0, 0, 0) for number in numbers]  # were one made, its output would be there twice


@here_only
def test_no_raw_call_makes_a_process_either() -> None:
    numbers = [seccomp._CLONE[COLUMN], *[each[COLUMN] for each in seccomp._FORKS if each[COLUMN] is not None]]
    assert apart(raw_forks, numbers) == ["EPERM"] * len(numbers)


def foreign_call(filtered: bool) -> int:
    def get_pid_as_i386_does() -> None:
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(bytes.fromhex("53 b814000000 cd80 5b c3"))  # push rbx; mov eax, 20; int 0x80; pop rbx; ret
        place = ctypes.addressof(ctypes.c_char.from_buffer(code))
        os._exit(ctypes.CFUNCTYPE(ctypes.c_int)(place)() != os.getpid())

    if filtered:
        privileges.no_new_privileges()
        seccomp.refuse()
    return status(get_pid_as_i386_does)


@on_x86
def test_an_old_call_gate_ends_the_process() -> None:
    if apart(foreign_call, False) != 0:
        pytest.skip("this kernel has no calls of i386")
    assert apart(foreign_call, True) & 0x7F == signal.SIGSYS


def second_convention() -> list[str]:
    before = raw(0x40000000 + 39)
    privileges.no_new_privileges()
    seccomp.refuse()
    return [before, raw(0x40000000 + 39)]


@on_x86
def test_the_second_convention_is_refused_for_real() -> None:
    before, after = apart(second_convention)
    assert before != "EPERM"
    assert after == "EPERM"


def everyday_acts(folder: str) -> dict[str, str]:
    def written_and_read() -> None:
        with open("file", "w") as file:
            file.write("abc")
        assert open("file").read() == "abc"
        os.rename("file", "other")
        os.mkdir("folder")
        os.listdir(".")
        os.stat("other")

    def talked() -> None:
        ours.send(b"abc")
        assert theirs.recv(3) == b"abc"
        select.select([ours], [theirs], [], 0)

    def mapped() -> None:
        mmap.mmap(-1, 1 << 20).close()
        bytearray(1 << 26)

    def threads() -> None:
        each = [threading.Thread(target=time.sleep, args=(0.01,)) for _ in range(4)]
        for thread in each:
            thread.start()
        for thread in each:
            thread.join()

    def signals() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.kill(os.getpid(), 0)
        os.waitpid(os.fork() or os._exit(0), 0)

    os.chdir(folder)
    ours, theirs = socket.socketpair()
    privileges.no_new_privileges()
    seccomp.refuse()
    acts = [written_and_read, talked, mapped, threads, signals, os.pipe, time.monotonic]
    return {act.__name__: tried(act) for act in acts}


@here_only
def test_files_memory_threads_open_sockets_and_signals_are_let_through(tmp_path: Path) -> None:
    said = apart(everyday_acts, str(tmp_path))
    assert len(said) == 7
    assert said == dict.fromkeys(said, "done")


def numpy_imported(paths: list[str]) -> Any:
    sys.path += paths
    privileges.no_new_privileges()
    seccomp.refuse()
    seccomp.no_processes()
    import numpy  # noqa: ICN001, PLC0415 - after the filter is the point

    return numpy.linalg.inv(numpy.eye(3) * 2 + numpy.ones((300, 300))[:3, :3] @ numpy.zeros((3, 3))).tolist()


@here_only
def test_numpy_is_imported_and_calculates() -> None:
    assert apart(numpy_imported, sys.path) == [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 0.5]]


def without_giving_up_privileges() -> str:
    if os.getuid() == 0:
        os.setresuid(1234, 1234, 1234)
    return tried(seccomp.refuse)


@here_only
def test_an_ordinary_user_needs_no_new_privileges_first() -> None:
    assert apart(without_giving_up_privileges) == "EACCES"


def on_another_machine() -> str:
    platform.machine = lambda: "riscv64"
    return tried(seccomp.refuse)


def test_a_machine_without_a_table_is_refused_and_not_left_open() -> None:
    assert apart(on_another_machine) == "ENOSYS"
