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
_OWN_IDS = 2_000_000_000  # beyond what any system gives to users, containers or services


def own_id() -> int:
    """Return a user id that no other process has: the process id is added to a number far above all users'."""
    return _OWN_IDS + os.getpid()


def drop(wanted: Iterable[int]) -> int:
    """When root, become the first of the `wanted` ids that this system knows; then hold no capability and gain none.

    Return the user id.
    """
    with contextlib.suppress(OSError):  # past the last one that the kernel knows, or not ours to drop
        for capability in range(64):
            libc.prctl(PR_CAPBSET_DROP, capability)
    for uid in wanted if os.getuid() == 0 else ():
        try:
            os.setgroups([])
            os.setresgid(uid, uid, uid)
            os.setresuid(uid, uid, uid)
        except OSError:  # a container may map the usual ids only
            continue
        break
    _no_capabilities()
    no_new_privileges()
    return os.getuid()


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
