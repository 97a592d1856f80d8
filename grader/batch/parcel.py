"""A submission on its way to another machine: what unpacking it would read, and no more, as bytes.

A folder travels as the list of what is in it. What unpacking passes over by its name, or names without opening it, is
sent as a name; a file that is too large is sent as its size. So a submission unpacks there to what it unpacks to here.
"""

from __future__ import annotations

import os
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.errors import GradeError, GraderError
from grader.files import reason
from grader.submission.entries import entries
from grader.submission.intake import MAX_FILE, MAX_FILES, MAX_READ, MAX_TOTAL, inner_path
from grader.submission.junk import junk_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MAX_NAMES = 50_000  # of a folder, junk among them
DEEPEST = 400  # folders inside one another: a longer name than any that unpacks
SENT = "is sent to another machine: grade it without --scheduler"


@dataclass(frozen=True)
class Piece:
    """One thing in a folder. `data` is compressed; of what is `large` there is none, and its size counts alone."""

    name: str
    kind: Literal["file", "large", "link", "special"]
    data: bytes = b""


@dataclass(frozen=True)
class Parcel:
    """A file or folder under the name that it was handed in by. A folder has `pieces`, a file is its only one."""

    name: str
    pieces: Sequence[Piece]
    folder: bool

    def lay(self, place: Path) -> Path:
        """Make it anew below `place`; return where it is."""
        path = place / self.name
        if not self.folder:
            _make(path, self.pieces[0])
            return path
        path.mkdir()
        for piece in self.pieces:
            target = path / piece.name
            target.parent.mkdir(parents=True, exist_ok=True)
            _make(target, piece)
        return path


def _make(path: Path, piece: Piece) -> None:
    if piece.kind == "link":
        path.symlink_to("/nonexistent")  # where it led is of no account: a link is left out
    elif piece.kind == "special":
        os.mkfifo(path)
    else:
        path.write_bytes(zlib.decompress(piece.data) if piece.data else b"")
        if piece.kind == "large":
            os.truncate(path, MAX_FILE + 1)


def pack(path: Path) -> Parcel:
    """Return the parcel of a file or folder.

    Raises:
        GraderError: it cannot be read, or is an archive larger than any that unpacks.
    """
    try:
        if path.is_dir():
            return Parcel(path.name, tuple(_pieces(path)), folder=True)
        alone = path.suffix.lower() in (".py", ".ipynb")
        size = path.stat().st_size
        if alone and size > MAX_FILE:
            return Parcel(path.name, (Piece(path.name, "large"),), folder=False)
        if size > MAX_READ:
            raise GraderError(f"{path.name} is larger than {MAX_READ >> 20} MiB, which is more than {SENT}.")
        return Parcel(path.name, (Piece(path.name, "file", zlib.compress(path.read_bytes(), 1)),), folder=False)
    except OSError as error:
        raise GraderError(f"{path.name} cannot be read ({reason(error)}).") from None


def _pieces(path: Path) -> Iterator[Piece]:
    """Yield what is in a folder, until there is so much that it would be refused."""
    kept = total = 0
    for count, entry in enumerate(entries(path)):
        if count >= MAX_NAMES:
            raise GraderError(f"{path.name} holds more than {MAX_NAMES} files, which is more than {SENT}.")
        if entry.name.count(os.sep) > DEEPEST:
            raise GraderError(f"{path.name} holds folders deeper inside one another than {SENT}.")
        if entry.kind != "file":
            yield Piece(entry.name, entry.kind)
            continue
        if _is_junk(entry.name):
            yield Piece(entry.name, "file")
            continue
        with entry.open() as stream:
            data = stream.read(MAX_FILE + 1)
        large = len(data) > MAX_FILE
        yield Piece(entry.name, "large") if large else Piece(entry.name, "file", zlib.compress(data, 1))
        kept, total = kept + (not large), total + (0 if large else len(data))
        if kept > MAX_FILES or total > MAX_TOTAL:
            return


def _is_junk(name: str) -> bool:
    try:
        return bool(junk_name(inner_path(name, "")))
    except GradeError:  # an impossible name, for which it is refused where it is unpacked
        return False
