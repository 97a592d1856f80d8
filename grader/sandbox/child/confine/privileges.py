"""Give up every privilege: capabilities, the bounding set, gaining new ones, and root itself."""

from __future__ import annotations

import ctypes
import os

from . import libc

PR_CAPBSET_DROP = 24
PR_SET_NO_NEW_PRIVS = 38
_CAPABILITY_VERSION_3 = 0x20080522


def drop(uid: int, gid: int) -> None:
    """Become `uid` and `gid` when root, then hold no capability and never gain one."""
    for capability in range(64):
        try:
            libc.prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # past the last one that the kernel knows, or not ours to drop
            break
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    _no_capabilities()
    no_new_privileges()


def no_new_privileges() -> None:
    """Forbid set-uid programs and file capabilities to add privileges; also what Landlock and seccomp need."""
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1)


def _no_capabilities() -> None:
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    nothing = (ctypes.c_uint32 * 6)()
    libc.syscall("capset", header, nothing)
