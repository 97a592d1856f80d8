"""Write files so that a reader finds the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import os
import secrets
import signal
import tempfile
import threading
from typing import TYPE_CHECKING, Any

from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ELSEWHERE = "Choose another folder with --out."


def write_all(files: Mapping[Path, bytes], advice: str = ELSEWHERE) -> None:
    """Write files that belong together: none takes its place before all of them are on the disk.

    Ctrl-C while they take their places waits until the last one has.

    Raises:
        UsageError: a folder or the disk does not take them; whatever stood there is untouched. It ends with `advice`.
    """
    path = temporary = next(iter(files))
    staged: dict[Path, Path] = {}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            if path.is_dir():
                raise IsADirectoryError(0, "is a directory")
            temporary = staged[path] = path.parent / f".{secrets.token_hex(6)}.tmp"
            with temporary.open("xb") as file:
                file.write(data)
        with undisturbed():
            for path, temporary in staged.items():
                temporary.replace(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {reason(error)}. {advice}") from error
    finally:
        for temporary in staged.values():
            with contextlib.suppress(OSError):  # gone after a success, perhaps out of reach after a failure
                temporary.unlink()


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Hold back what would stop the program until the block has ended; in other threads no signal arrives anyway."""
    held: dict[signal.Signals, Any] = {}
    came: list[int] = []
    try:
        if threading.current_thread() is threading.main_thread():
            for number in STOPPING:
                handler = signal.getsignal(number)
                if handler not in (signal.SIG_IGN, None):  # ignored stays ignored; None was not set by Python
                    held[number] = handler
                    signal.signal(number, lambda late, _: came.append(late))
        yield
    finally:
        for number, handler in held.items():
            signal.signal(number, handler)
        for late in came:
            signal.raise_signal(late)


def write_bytes(path: Path, data: bytes, advice: str = ELSEWHERE) -> None:
    """Write `data` to `path`, making its folder when there is none; errors are those of `write_all`."""
    write_all({path: data}, advice)


def write_text(path: Path, text: str, advice: str = ELSEWHERE) -> None:
    """Write `text` as UTF-8; errors are those of `write_all`."""
    write_all({path: encoded(text)}, advice)


def encoded(text: str) -> bytes:
    """Return `text` as UTF-8; lone surrogates, which a student's text may hold, are replaced."""
    return text.encode("utf-8", errors="replace")


def refuse_unwritable(folder: Path, advice: str = ELSEWHERE) -> None:
    """Raise the UsageError that writing into `folder` would end with, before anything is done; make nothing."""
    try:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            folder.lstat()  # which alone tells a name that is too long
        there = next(place for place in (folder, *folder.parents) if os.path.lexists(place))
        wrong = "" if there.is_dir() else f"{there} is no folder"
        wrong = wrong or ("" if os.access(there, os.W_OK | os.X_OK) else f"{there} is read-only for you")
    except OSError as error:
        wrong = reason(error)
    if wrong:
        raise UsageError(f"{folder} cannot be written: {wrong}. {advice}")


def refuse_no_room() -> None:
    """Raise a UsageError when no folder at all takes temporary files."""
    try:
        tempfile.gettempdir()
    except OSError:
        raise UsageError("No folder takes temporary files: make room in /tmp, or name a folder with TMPDIR.") from None


def walk(top: Path, onerror: Callable[[OSError], object] | None = None) -> Iterator[tuple[str, list[str], list[str]]]:
    """Yield what `os.walk` does, however deep folders are: in Python 3.11 that calls itself for each level."""
    waiting = [os.fspath(top)]
    while waiting:
        level = next(os.walk(waiting.pop(), onerror=onerror), None)
        if level is not None:
            yield level
            inside = [os.path.join(level[0], name) for name in reversed(level[1])]  # noqa: PTH118 - as os.walk does
            waiting += [folder for folder in inside if not os.path.islink(folder)]  # noqa: PTH114 - no name is too long


def reason(error: OSError) -> str:
    """Return what the system says of a failure, as part of a sentence."""
    return (error.strerror or str(error)).lower()
