"""Standard input, output and error, as they may be: closed, full, narrow in what they can encode, or read by nobody."""

from __future__ import annotations

import contextlib
import errno
import os
import select
import sys

_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def prepare() -> None:
    """Open what is closed, lest a file or a socket takes its number, and let no character stop the output."""
    for number in (0, 1, 2):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number, which is this one
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def finish() -> None:
    """Write what is still held back; what cannot be written is dropped before the error is raised."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        _drop(sys.stdout.fileno())
        raise
    finally:
        _quieten_errors()


def _quieten_errors() -> None:
    """Leave nothing that Python would complain of when it ends."""
    if sys.stderr is not None:
        try:
            sys.stderr.flush()
        except OSError:
            _drop(sys.stderr.fileno())


def _drop(number: int) -> None:
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a device
        os.dup2(nowhere.fileno(), number)


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
    """Tell whether this is nobody's mistake but a disk that takes nothing more."""
    return error.errno in _DISK


def about_the_disk(error: OSError) -> str:
    """Return a sentence for a disk that takes nothing more."""
    where = f" at {error.filename}" if error.filename else ""
    reason = (error.strerror or str(error)).lower()
    return f"A file cannot be written{where}: {reason}. Make room, or name other folders with --out and TMPDIR."
