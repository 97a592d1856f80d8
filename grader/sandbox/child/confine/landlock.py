"""Landlock: which paths may be read and written, no TCP, no signals or abstract sockets to the outside.

Numbers are those of linux/landlock.h. Rights that the running kernel does not know are left out, by its ABI version.
"""

from __future__ import annotations

import ctypes
import os
from typing import Iterable

from . import libc

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_ALL_FS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}  # ABI -> rights on files
_READ = _EXECUTE | _READ_FILE | _READ_DIR
_ON_FILES = _EXECUTE | _WRITE_FILE | _READ_FILE | (1 << 14) | (1 << 15)
_PATH_BENEATH = 1
SCOPES_SIGNALS = 6  # the ABI from which on a signal goes no further than the ruleset


class _Ruleset(ctypes.Structure):
    _fields_ = [("fs", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64)]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def abi() -> int:
    """Return the kernel's Landlock version; 0 when there is none."""
    try:
        return libc.syscall("landlock_create_ruleset", None, 0, 1)
    except OSError:
        return 0


def restrict(readable: Iterable[str], writable: Iterable[str]) -> int:
    """Allow reading below `readable`, everything on files below `writable`, nothing else. Return the ABI used."""
    version = abi()
    if version < 1:
        raise OSError(95, "this kernel has no Landlock")
    handled = max(rights for since, rights in _ALL_FS.items() if since <= version)
    rules = _Ruleset(handled, 3 if version >= 4 else 0, 3 if version >= SCOPES_SIGNALS else 0)
    size = 24 if version >= SCOPES_SIGNALS else 16 if version >= 4 else 8
    ruleset = libc.syscall("landlock_create_ruleset", ctypes.byref(rules), size, 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ & handled)
        for path in writable:
            _allow(ruleset, path, handled)
        libc.syscall("landlock_restrict_self", ruleset, 0)
    finally:
        os.close(ruleset)
    return version


def _allow(ruleset: int, path: str, rights: int) -> None:
    try:
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        if not os.path.isdir(path):
            rights &= _ON_FILES
        rule = _Beneath(rights, parent)
        libc.syscall("landlock_add_rule", ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(parent)
