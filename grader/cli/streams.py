"""Standard input, output and error, as they may be: closed, full, narrow in what they can encode, or read by nobody."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys
from pathlib import Path

from grader.errors import UsageError

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO}  # the last is a terminal's that is gone, too


def prepare() -> None:
    """Open what is closed, lest a file or a socket takes its number, and let no character stop the output."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
    sys.stdout, sys.stderr = (stream or Path(os.devnull).open("w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def finish() -> None:
    """Write what is still held back; what cannot be written is dropped before the error is raised."""
    try:
        sys.stdout.flush()
    except OSError:
        _drop(sys.stdout.fileno())
        raise
    finally:
        _quieten_errors()


def _quieten_errors() -> None:
    """Leave nothing that Python would complain of when it ends."""
    try:
        sys.stderr.flush()
    except OSError:
        _drop(sys.stderr.fileno())


def _drop(number: int) -> None:
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), number)


def refuse_closed_output() -> None:
    """Raise a UsageError when standard output, which is all that was asked for, is closed."""
    if sys.__stdout__ is None:
        raise UsageError("Standard output is closed: name a folder with --out instead of `-`.")


def reader_is_gone() -> bool:
    """Tell whether standard output is a pipe that nobody reads any more."""
    with contextlib.suppress(OSError):
        poll = select.poll()
        poll.register(1, 0)
        return any(event & select.POLLERR for _, event in poll.poll(0))
    return False


def complaint(error: OSError) -> str:
    """Return a sentence for standard output that takes nothing."""
    return f"Standard output cannot be written: {(error.strerror or str(error)).lower()}."


def is_about_the_disk(error: OSError) -> bool:
    """Tell whether this is nobody's mistake but a disk, or a terminal, that takes nothing more."""
    return error.errno in _DISK


def about_the_disk(error: OSError) -> str:
    """Return a sentence for a disk that takes nothing more."""
    what = error.filename or "Standard output or a file"  # what a system says of a write names no file
    reason = (error.strerror or str(error)).lower()
    return f"{what} cannot be written: {reason}. Make room, or name other folders with --out and TMPDIR."
