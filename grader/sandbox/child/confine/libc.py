"""System calls that Python has no name for, by ctypes. A refusal raises OSError with the call's name."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)

_ARCH = platform.machine()
# Calls from 424 on have one number on every architecture.
NUMBERS = {
    "pivot_root": {"x86_64": 155, "aarch64": 41}.get(_ARCH),
    "capset": {"x86_64": 126, "aarch64": 91}.get(_ARCH),
    "seccomp": {"x86_64": 317, "aarch64": 277}.get(_ARCH),
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}


def syscall(name: str, *arguments: Any) -> int:
    """Call the kernel by number."""
    _linux(name)
    number = NUMBERS[name]
    if number is None:
        raise OSError(38, "%s is not known on %s" % (name, _ARCH))
    return _checked(name, _libc.syscall(ctypes.c_long(number), *[_wide(item) for item in arguments]))


def call(name: str, *arguments: Any) -> int:
    """Call a function of the C library."""
    _linux(name)
    try:
        function = getattr(_libc, name)
    except AttributeError:
        raise OSError(38, "this system has no %s" % name) from None
    return _checked(name, function(*[_wide(item) for item in arguments]))


def prctl(option: int, *arguments: int) -> int:
    """Call prctl with up to four arguments; the kernel wants the unused ones to be zero."""
    padded = [*arguments, 0, 0, 0, 0][:4]
    return call("prctl", option, *padded)


def _wide(value: Any) -> Any:
    return ctypes.c_ulong(value & (1 << 64) - 1) if isinstance(value, int) else value


def _linux(name: str) -> None:
    if sys.platform != "linux":
        raise OSError(38, "%s is Linux's alone" % name)


def _checked(name: str, result: int) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, "%s: %s" % (name, os.strerror(code)))
    return int(result)
