"""What functions that run apart share: acts tried and named, forks that answer, new namespaces. Imports little."""

from __future__ import annotations

import ctypes
import errno
import json
import os

from grader.sandbox.child.confine import namespaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


def tried(act: Callable[..., Any], *arguments: Any) -> str:
    """Return "done", or the name of the error that an act met with."""
    try:
        act(*arguments)
    except OSError as error:
        return errno.errorcode.get(error.errno or 0, type(error).__name__)
    except (MemoryError, RuntimeError) as error:
        return type(error).__name__
    return "done"


def raw(number: int, *arguments: int) -> str:
    """Make a system call by number; return "done" or the name of its error."""
    libc = ctypes.CDLL(None, use_errno=True)
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_ulong(argument & (1 << 64) - 1) for argument in arguments])
    return "done" if result >= 0 else errno.errorcode[ctypes.get_errno()]


def child_says(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what `function` gives in a fork of this process; nothing when that dies without a word."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.write(writing, json.dumps(function(*arguments)).encode())
        except BaseException:  # noqa: BLE001 - a fork never returns; the text is the test's explanation
            import traceback  # noqa: PLC0415 - a new root may hide it, and then there is less to read

            traceback.print_exc()
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else None


def status(function: Callable[..., Any], *arguments: Any) -> int:
    """Return the wait status of a fork of this process in which `function` ran."""
    child = os.fork()
    if child == 0:
        try:
            function(*arguments)
        finally:
            os._exit(0)
    return os.waitpid(child, 0)[1]


def inside(function: Callable[..., Any], *arguments: Any) -> Any:
    """Return what `function` gives as the first process of new namespaces, in the order of child/main.py."""

    left, go = os.pipe(), os.pipe()
    if os.fork() == 0:  # writes the maps of the process that forked it, from outside
        try:
            os.read(left[0], 1)
            namespaces.map_ids(os.getppid())
            os.write(go[1], b"1")
        finally:
            os._exit(0)
    namespaces.leave()
    os.write(left[1], b"1")
    os.read(go[0], 1)
    return child_says(function, *arguments)
