"""seccomp: refuse the system calls that numerical Python never needs.

Two short BPF programs. `refuse` goes on before the submission is read: it answers EPERM to every call in REFUSED and to
a clone that asks for new namespaces, and ends a process that uses the calls of a foreign architecture. `no_processes`
tightens it in each probe's fork: from then on threads can be made, processes cannot. Descriptors that are already open
go on working, so the private sockets need no exception.
"""

from __future__ import annotations

import ctypes
import platform
import struct
from typing import Dict, List, Tuple

from . import libc

_SECCOMP_SET_MODE_FILTER = 1
_RESULTS = {"allow": 0x7FFF0000, "refuse": 0x00050001, "unknown": 0x00050026, "kill": 0x80000000}  # EPERM, ENOSYS
_LOAD, _JUMP, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x05, 0x15, 0x35, 0x45, 0x06
_LABEL = -1
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data
_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000
_NEW_NAMESPACES = 0x7E020000  # CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET
_CLONE_THREAD = 0x00010000

# Each call's numbers on x86_64 and on aarch64.
REFUSED = {
    # the network, and other processes' sockets by their path
    "socket": (41, 198), "socketpair": (53, 199), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "accept": (43, 202), "accept4": (288, 242),
    # other processes
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434), "kcmp": (312, 272), "process_madvise": (440, 440), "process_mrelease": (448, 448),
    "setsid": (112, 157), "execve": (59, 221), "execveat": (322, 281),
    # the file system's tree, and files by another name than their path
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "mount_setattr": (442, 442), "move_mount": (429, 429), "open_tree": (428, 428), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "open_by_handle_at": (304, 265),
    "name_to_handle_at": (303, 264), "fanotify_init": (300, 262), "memfd_create": (319, 279), "flock": (73, 32),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "memfd_secret": (447, 447),
    "swapon": (167, 224), "swapoff": (168, 225),
    # namespaces
    "unshare": (272, 97), "setns": (308, 268),
    # what is shared by all processes of a machine, and outlives them
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "msgget": (68, 186), "msgctl": (71, 187),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "semget": (64, 190), "semctl": (66, 191), "semop": (65, 193),
    "semtimedop": (220, 192), "mq_open": (240, 180), "mq_unlink": (241, 181),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    # the kernel itself
    "bpf": (321, 280), "perf_event_open": (298, 241), "io_uring_setup": (425, 425), "userfaultfd": (323, 282),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "acct": (163, 89), "syslog": (103, 116),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162),
}  # fmt: skip
_CLONE, _CLONE3, _FORKS = (56, 220), 435, ((57, None), (58, None))  # fork and vfork: aarch64 has clone alone

Line = Tuple[int, int, str]  # code, value, and where a jump that is taken leads


def refuse() -> None:
    """Install the filter for this process and all that follow. Needs no_new_privileges first."""
    _install(_refusing(_place()))


def no_processes() -> None:
    """Forbid this process, which has the first filter already, ever to make another one."""
    _install(_tightening(_place()))


def _refusing(place: int) -> bytes:
    lines: List[Line] = [
        (_LOAD, _ARCHITECTURE, ""),
        (_EQUAL, list(_ARCH.values())[place], "known"),
        (_JUMP, 0, "kill"),
        (_LABEL, 0, "known"),
        (_LOAD, _NUMBER, ""),
        (_AT_LEAST, _X32, "refuse"),  # the second calling convention of x86-64
        (_EQUAL, _CLONE3, "unknown"),  # its flags lie in memory; the C library then takes clone
        (_EQUAL, _CLONE[place], "clone"),
    ]
    lines += [(_EQUAL, numbers[place], "refuse") for numbers in REFUSED.values()]
    lines += [
        (_JUMP, 0, "allow"),
        (_LABEL, 0, "clone"),
        (_LOAD, _FIRST_ARGUMENT, ""),
        (_ANY_BIT, _NEW_NAMESPACES, "refuse"),
    ]
    return _assembled(lines)


def _tightening(place: int) -> bytes:
    lines: List[Line] = [(_LOAD, _NUMBER, "")]
    lines += [(_EQUAL, number, "refuse") for number in (numbers[place] for numbers in _FORKS) if number is not None]
    lines += [(_EQUAL, _CLONE[place], "clone"), (_JUMP, 0, "allow"), (_LABEL, 0, "clone"), (_LOAD, _FIRST_ARGUMENT, "")]
    lines += [(_ANY_BIT, _CLONE_THREAD, "allow"), (_JUMP, 0, "refuse")]
    return _assembled(lines)


def _assembled(lines: List[Line]) -> bytes:
    """Return the program, ended by one return for each result; a line of code _LABEL names its place."""
    lines = [*lines, (_JUMP, 0, "allow")]
    for name, value in _RESULTS.items():
        lines += [(_LABEL, 0, name), (_RETURN, value, "")]
    labels: Dict[str, int] = {}
    code: List[Line] = []
    for line in lines:
        if line[0] == _LABEL:
            labels[line[2]] = len(code)
        else:
            code.append(line)
    return b"".join(_line(*line, labels[line[2]] - at - 1 if line[2] else 0) for at, line in enumerate(code))


def _line(code: int, value: int, target: str, ahead: int) -> bytes:
    if code == _JUMP:  # its distance stands where others have the value
        return struct.pack("HBBI", code, 0, 0, ahead)
    return struct.pack("HBBI", code, ahead if target else 0, 0, value)


def _place() -> int:
    """Return which column of numbers is this machine's."""
    machine = platform.machine()
    if machine not in _ARCH:
        raise OSError(38, "no seccomp filter is written for %s" % machine)
    return list(_ARCH).index(machine)


def _install(program: bytes) -> None:
    code = ctypes.create_string_buffer(program, len(program))
    pointer = struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code))
    libc.syscall("seccomp", _SECCOMP_SET_MODE_FILTER, 0, ctypes.create_string_buffer(pointer))
