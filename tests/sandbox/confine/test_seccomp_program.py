"""What the filter's programs say of every call, by running them here: also of the machine that this is not."""

from __future__ import annotations

import re
import struct
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.sandbox.child.confine import seccomp

if TYPE_CHECKING:
    from collections.abc import Callable

MACHINES = ("x86_64", "aarch64")
LOAD, JUMP, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
ALLOWED, EPERM, ENOSYS, KILLED = 0x7FFF0000, 0x00050001, 0x00050026, 0x80000000
ARCHITECTURES = (0xC000003E, 0xC00000B7)
PLAIN_FORK, NEW_THREAD = 0x1200011, 0x3D0F00  # flags that the C library gives to clone
NAMESPACES = {"mount": 0x20000, "cgroup": 0x2000000, "uts": 0x4000000, "ipc": 0x8000000, "user": 0x10000000}
NAMESPACES.update(pid=0x20000000, net=0x40000000)
TESTS: dict[int, Callable[[int, int], bool]] = {
    EQUAL: int.__eq__,
    AT_LEAST: int.__ge__,
    ANY_BIT: lambda held, value: bool(held & value),
}


HEADERS = (
    ("asm/unistd_64.h", r"#define __NR_(\w+) (\d+)"),
    ("asm-generic/unistd.h", r"#define __NR(?:3264)?_(\w+) (\d+)"),
)


def known_calls(column: int) -> dict[str, int]:
    """Return the numbers of all calls, as the headers of this system's kernel have them."""
    header, pattern = HEADERS[column]
    places = [Path("/usr/include", header), *Path("/usr/include").glob(f"*/{header}")]
    texts = [path.read_text() for path in places if path.exists()]
    if not texts:
        pytest.skip(f"there is no {header} here")
    return {name: int(number) for name, number in re.findall(pattern, texts[0])}


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
def test_numbers_are_those_of_the_kernels_own_headers(column: int) -> None:
    known = known_calls(column)
    ours = {name: numbers[column] for name, numbers in seccomp.REFUSED.items()}
    ours.update(clone=seccomp._CLONE[column], clone3=seccomp._CLONE3)
    assert {name: known.get(name, number) for name, number in ours.items()} == ours
    assert len(set(ours) & set(known)) > 60


def ruled(program: bytes, number: int, architecture: int, argument: int = 0) -> int:
    """Return what a program answers to a call, as the kernel's machine would run it."""
    data = struct.pack("=IIQ6Q", number, architecture, 0, argument, 0, 0, 0, 0, 0)
    at, held = 0, 0
    while True:
        code, yes, no, value = struct.unpack_from("=HBBI", program, 8 * at)
        at += 1
        if code == RETURN:
            return int(value)
        if code == LOAD:
            (held,) = struct.unpack_from("=I", data, value)
        elif code == JUMP:
            at += value
        else:
            at += yes if TESTS[code](held, value) else no


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
def test_nothing_is_refused_but_what_the_table_names(column: int) -> None:
    program, architecture = seccomp._refusing(column), ARCHITECTURES[column]
    wrong = {number: ruled(program, number, architecture, PLAIN_FORK) for number in range(600)}
    expected = dict.fromkeys(range(600), ALLOWED) | {435: ENOSYS}
    expected |= {numbers[column]: EPERM for numbers in seccomp.REFUSED.values()}
    assert wrong == expected


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
@pytest.mark.parametrize("flag", NAMESPACES.values(), ids=NAMESPACES)
def test_a_clone_is_refused_with_any_namespace_and_allowed_with_none(column: int, flag: int) -> None:
    program, clone = seccomp._refusing(column), seccomp._CLONE[column]
    assert ruled(program, clone, ARCHITECTURES[column], PLAIN_FORK | flag) == EPERM
    assert ruled(program, clone, ARCHITECTURES[column], PLAIN_FORK) == ALLOWED
    assert ruled(program, clone, ARCHITECTURES[column], NEW_THREAD) == ALLOWED


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
def test_calls_of_a_foreign_architecture_end_the_process(column: int) -> None:
    program = seccomp._refusing(column)
    for architecture in (0x40000003, 0x40000028, ARCHITECTURES[1 - column]):  # i386, arm, the other one
        assert {ruled(program, number, architecture) for number in (0, 1, 20, 39, 500)} == {KILLED}


def test_every_call_of_the_second_convention_of_x86_64_is_refused() -> None:
    program = seccomp._refusing(0)
    assert {ruled(program, 0x40000000 + number, ARCHITECTURES[0]) for number in range(600)} == {EPERM}


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
def test_the_tighter_filter_refuses_processes_and_nothing_else(column: int) -> None:
    program, architecture = seccomp._tightening(column), ARCHITECTURES[column]
    making = {seccomp._CLONE[column], *(numbers[column] for numbers in seccomp._FORKS if numbers[column] is not None)}
    said = {number: ruled(program, number, architecture, PLAIN_FORK) for number in range(600)}
    assert {number for number, result in said.items() if result != ALLOWED} == making
    assert ruled(program, seccomp._CLONE[column], architecture, NEW_THREAD) == ALLOWED


# What no submission may have, by the kernel's own names for it; a call that is forgotten has one of these.
FAMILIES = r"""
    socket|socketpair|bind|listen|accept4?|connect
    |ptrace|process_vm_(readv|writev)|pidfd_(open|getfd)|execve(at)?|kcmp
    |mount|umount2|move_mount|open_tree|fs(open|config|mount|pick)|pivot_root|chroot|mount_setattr
    |unshare|setns|(shm|sem|msg)(get|ctl)|shmat|sem(op|timedop)|msg(snd|rcv)|mq_(open|unlink)|keyctl|add_key|request_key
    |bpf|perf_event_open|io_uring_setup|userfaultfd|kexec(_file)?_load|(init|finit|delete)_module|reboot|swapo(n|ff)
    |set(hostname|domainname|timeofday)|clock_(settime|adjtime)|adjtimex|acct|syslog|quotactl|memfd_create
    |open_by_handle_at|name_to_handle_at|fanotify_init
"""


@pytest.mark.parametrize("column", [0, 1], ids=MACHINES)
def test_no_call_of_a_refused_family_is_forgotten(column: int) -> None:
    members = re.compile(re.sub(r"\s", "", FAMILIES))
    missing = {name for name in known_calls(column) if members.fullmatch(name)} - set(seccomp.REFUSED)
    assert not missing
