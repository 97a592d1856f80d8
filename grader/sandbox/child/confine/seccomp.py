"""seccomp: refuse the system calls that numerical Python never needs.

A short BPF program compares the call's number with a list and answers EPERM; a call of a foreign architecture ends
the process. Descriptors that are already open go on working, so the private sockets need no exception.
"""

from __future__ import annotations

import ctypes
import platform
import struct

from . import libc

_SECCOMP_SET_MODE_FILTER = 1
_ALLOW, _REFUSE, _KILL = 0x7FFF0000, 0x00050001, 0x80000000  # SECCOMP_RET_ALLOW, _ERRNO | EPERM, _KILL_PROCESS
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000

# Each call's numbers on x86_64 and on aarch64.
REFUSED = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201), "accept": (43, 202),
    "accept4": (288, 242), "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "mount": (165, 40), "umount2": (166, 39),
    "pivot_root": (155, 41), "chroot": (161, 51), "mount_setattr": (442, 442), "move_mount": (429, 429),
    "open_tree": (428, 428), "fsopen": (430, 430), "unshare": (272, 97), "setns": (308, 268),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218), "bpf": (321, 280),
    "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "userfaultfd": (323, 282),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224),
    "acct": (163, 89), "settimeofday": (164, 170), "clock_settime": (227, 112), "sethostname": (170, 161),
    "open_by_handle_at": (304, 265), "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186),
    "semget": (64, 190), "memfd_create": (319, 279), "flock": (73, 32),
    "execve": (59, 221), "execveat": (322, 281), "setsid": (112, 157),
}  # fmt: skip


def refuse() -> None:
    """Install the filter for this process and all that follow. Needs no_new_privileges first."""
    machine = platform.machine()
    if machine not in _ARCH:
        raise OSError(38, "no seccomp filter is written for %s" % machine)
    program = _program(_ARCH[machine], sorted(pair[machine == "aarch64"] for pair in REFUSED.values()))
    code = ctypes.create_string_buffer(b"".join(program))
    pointer = struct.pack("HxxxxxxQ", len(program), ctypes.addressof(code))
    libc.syscall("seccomp", _SECCOMP_SET_MODE_FILTER, 0, ctypes.create_string_buffer(pointer))


def _program(arch: int, numbers: list[int]) -> list[bytes]:
    count = len(numbers)
    lines = [
        _line(_LOAD, 0, 0, 4),  # the architecture
        _line(_EQUAL, 1, 0, arch),
        _line(_RETURN, 0, 0, _KILL),
        _line(_LOAD, 0, 0, 0),  # the call's number
        _line(_AT_LEAST, count, 0, _X32),  # the second calling convention of x86-64
    ]
    lines += [_line(_EQUAL, count - place, 0, number) for place, number in enumerate(numbers)]
    return [*lines, _line(_RETURN, 0, 0, _ALLOW), _line(_RETURN, 0, 0, _REFUSE)]


def _line(code: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("HBBI", code, if_true, if_false, value)
