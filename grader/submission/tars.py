"""Read a tar, compressed or not, as a stream that can neither grow without bound nor go on without one.

What tarfile and the decompressors do before they show a member to anyone is bounded here; names, kinds and sizes of
members are the business of whoever takes them.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
from itertools import chain
from typing import TYPE_CHECKING, Any, Self

from grader.errors import SubmissionError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

MAX_STREAM = 256 << 20  # bytes that a compressed tar may unfold to, junk among them
MAX_HEADER = 32 << 10  # bytes of a header that says a long name or the like of the member after it
MAX_SAID = 16 << 20  # characters of names, links and such headers, which tarfile keeps to the end
MAX_EMPTY = 1 << 20  # bytes of a compressed tar that may unfold to nothing
_ANNOUNCING = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)


def members(path: Path, kind: str, most: int) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
    """Yield the members of a tar, packed as `kind`: each must be taken before the next is asked for.

    A compressed one may unfold to `most` bytes.
    """
    with path.open("rb") as file:
        stream: Any = file if kind == "tar" else Unfolding(Packed(file, path.name), kind, most)
        with tarfile.open(
            fileobj=stream, mode="r|", tarinfo=Member, encoding="utf-8", errors="surrogateescape"
        ) as archive:
            said = 0
            for member in archive:
                said += len(member.name) + len(member.linkname) + sum(map(len, chain(*member.pax_headers.items())))
                if said > MAX_SAID:
                    raise SubmissionError(f"{path.name} says too much about its files: make the archive anew.")
                yield archive, member
        while stream.read(1 << 16):  # to its end, where a truncated stream shows
            pass


class Packed:
    """A compressed file that ends in an error when much of it unfolds to nothing: empty parts could go on for hours."""

    def __init__(self, inner: IO[bytes], label: str):
        self.inner, self.label, self.unfolded, self._taken = inner, label, 0, 0

    def read(self, size: int = -1) -> bytes:
        """Read some bytes for the decompressor."""
        data = self.inner.read(size)
        self._taken += len(data)
        if self._taken > self.unfolded + MAX_EMPTY:
            raise SubmissionError(f"{self.label} is made of empty parts: make the archive anew.")
        return data


class Unfolding:
    """A decompressed stream that ends in an error when it grows too long."""

    def __init__(self, packed: Packed, kind: str, most: int):
        unfold: dict[str, Callable[..., Any]] = {"gz": gzip.open, "bz2": bz2.open, "xz": lzma.open}
        self.packed, self.most, self.inner = packed, most, unfold[kind](packed)

    def read(self, size: int = -1) -> bytes:
        """Read some bytes; tarfile asks for a few KiB at a time."""
        data: bytes = self.inner.read(size)
        self.packed.unfolded += len(data)
        if self.packed.unfolded > self.most:
            raise SubmissionError(f"{self.packed.label} unfolds to more than {self.most >> 20} MiB: hand in less data.")
        return data


class Member(tarfile.TarInfo):
    """A tar header that is looked at before what it announces is read.

    Extended headers and maps of sparse files are read whole, with as much memory and time as they ask for.
    """

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """Read a header; refuse one that cannot be right."""
        try:
            member = super().frombuf(buf, encoding, errors)
        except tarfile.InvalidHeaderError as error:  # type: ignore[attr-defined] # which would end the list in silence
            raise tarfile.ReadError(str(error)) from None
        if member.type == tarfile.GNUTYPE_SPARSE:
            member.refuse_sparse()
        if member.size < 0 or (member.type in _ANNOUNCING and member.size > MAX_HEADER):
            raise tarfile.ReadError(f"a header of {member.size} bytes")
        return member

    def refuse_sparse(self, member: tarfile.TarInfo | None = None, *_: object) -> None:
        """Say that a file with holes, this one or the one that it announces, is not taken."""
        raise SubmissionError(
            f"{(member or self).name} is stored as a sparse file: make the archive anew, without --sparse."
        )

    # The three ways in which an extended header can say that the next member is sparse.
    _proc_gnusparse_00 = _proc_gnusparse_01 = _proc_gnusparse_10 = refuse_sparse
