"""Give up every privilege: capabilities, the bounding set, gaining new ones, and root itself."""

from __future__ import annotations

import contextlib
import ctypes
import os
from typing import Iterable, Iterator

from . import libc

PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522


def drop(uid: int, gid: int) -> None:
    """Become `uid` and `gid` when root, then hold no capability and never gain one."""
    with contextlib.suppress(OSError):  # past the last one that the kernel knows, or not ours to drop
        for capability in range(64):
            libc.prctl(PR_CAPBSET_DROP, capability)
    if os.getuid() == 0 and uid != 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    _no_capabilities()
    no_new_privileges()


def reachable_by_all(paths: Iterable[str]) -> bool:
    """Tell whether any user may come to all of `paths`: an interpreter below /root is open to root alone."""
    folders = {parent for path in paths for parent in _parents(path)}
    return all(os.stat(folder).st_mode & 0o001 for folder in folders)


def _parents(path: str) -> Iterator[str]:
    while path != "/":
        path = os.path.dirname(path)
        yield path


def no_new_privileges() -> None:
    """Forbid set-uid programs and file capabilities to add privileges; also what Landlock and seccomp need."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1)


def _no_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    libc.syscall("capset", header, nothing)
