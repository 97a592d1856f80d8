"""Private folders for one submission, gone when it is done."""

from __future__ import annotations

import contextlib
import itertools
import os
import secrets
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import GraderError
from grader.files import reason, refuse_no_room
from grader.sandbox.host import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

MEND = "Make room there, or name another folder with TMPDIR."


@contextmanager
def workspace() -> Iterator[Workspace]:
    """Make the folders of one submission; the submission's own is left to be made by whoever fills it."""
    refuse_no_room()
    try:
        folder = Path(tempfile.mkdtemp(prefix="backgrade-"))
    except OSError as error:
        place = tempfile.gettempdir()
        raise GraderError(f"No working folder can be made in {place}: {reason(error)}. {MEND}") from None
    try:
        yield _furnished(folder)
    finally:
        remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder that a submission could write to, whatever it left there: depth, modes, names, links."""
    with contextlib.suppress(OSError):
        top = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            _empty(top)
        finally:
            os.close(top)
        folder.rmdir()


def _empty(top: int) -> None:
    """Empty an open folder. What lies in a folder inside is moved up first, so that no depth is too deep."""
    fresh = (f"{secrets.token_hex(8)}-{number}" for number in itertools.count())
    while names := os.listdir(top):
        for name in names:
            try:
                inside = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=top)
            except PermissionError:
                os.chmod(name, 0o700, dir_fd=top)  # its owner alone may, and is asked to come again
                continue
            except OSError:  # no folder: a file, a link, a pipe
                os.unlink(name, dir_fd=top)
                continue
            try:
                os.fchmod(inside, 0o700)
                for each in os.listdir(inside):  # noqa: PTH208 - of a descriptor
                    _move(each, inside, next(fresh), top)
            finally:
                os.close(inside)
            os.rmdir(name, dir_fd=top)


def _move(name: str, source: int, new: str, target: int) -> None:
    with contextlib.suppress(PermissionError):  # a folder can be moved by who may write to it
        os.rename(name, new, src_dir_fd=source, dst_dir_fd=target)
        return
    os.chmod(name, 0o700, dir_fd=source)
    os.rename(name, new, src_dir_fd=source, dst_dir_fd=target)


def _furnished(folder: Path) -> Workspace:
    space = Workspace(folder / "submission", folder / "scratch", folder / "root")
    try:
        folder.chmod(0o711)  # the child, perhaps another user, must come through, but need not list it
        space.scratch.mkdir()
        space.scratch.chmod(0o1777)
        space.point.mkdir()
    except OSError as error:
        raise GraderError(f"The working folder {folder} cannot be made: {reason(error)}. {MEND}") from None
    return space
