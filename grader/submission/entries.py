"""List what a submission holds, be it a folder, a file or an archive, as entries read one after another.

An archive's own words are never trusted: sizes are counted while reading, names are cleaned by whoever takes the
entries, and links and devices are named but never made.
"""

from __future__ import annotations

import mmap
import os
import re
import stat
import zipfile
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

from grader.errors import SubmissionError
from grader.files import walk
from grader.submission import tars
from grader.submission.junk import NAMES

if TYPE_CHECKING:
    import tarfile
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import IO

MAX_LISTED = 50_000  # entries of an archive, junk among them
_ZIP_ENTRY = re.compile(b"PK\x01\x02")

_SEVEN = "hand in a .zip or .tar.gz instead."
_MAGIC = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)


@dataclass(frozen=True)
class Entry:
    """One thing found in a submission, under the name that it claims."""

    name: str
    kind: Literal["file", "link", "special"]
    open: Callable[[], IO[bytes]]


@dataclass(frozen=True)
class Bulk:
    """Bounds of an archive of a whole class, in place of those of one submission."""

    listed: int = 1_000_000  # entries
    directory: int = 128 << 20  # bytes of a zip's list of its entries, each of which `zipfile` makes an object of
    stream: int = 64 << 30  # bytes that a compressed tar may unfold to


def entries(path: Path, bulk: Bulk | None = None) -> Iterator[Entry]:
    """Yield what is at `path`; raise SubmissionError when it is nothing that can be handed in.

    With `bulk` an archive is that of a whole class, whose files are archives in turn.
    """
    if path.is_dir():
        return _folder(path)
    if path.suffix.lower() in (".py", ".ipynb"):
        return iter([Entry(path.name, "file", partial(_open_plain, path))])
    kind = _kind(path)
    return _zip(path, bulk) if kind == "zip" else _tar(path, kind, bulk)


def _kind(path: Path) -> str:
    """Return how an archive is packed, by its first bytes."""
    with path.open("rb") as file:
        head = file.read(512)
    kind = next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")
    if not kind and head[257:262] == b"ustar":
        kind = "tar"
    if kind in ("RAR", "7z"):
        raise SubmissionError(f"{path.name} is a {kind} archive, which is not accepted: {_SEVEN}")
    if not kind and path.suffix.lower() in (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz"):
        raise SubmissionError(f"{path.name} is no archive, though its name says so: make it anew, or upload it again.")
    if not kind:
        raise SubmissionError(f"{path.name} cannot be graded: hand in a folder, a .py file, a .zip or a .tar.gz.")
    return kind


def _folder(root: Path) -> Iterator[Entry]:
    """Yield the files below a folder; links are named, not followed."""
    for folder, folders, names in walk(root, _raise):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]  # noqa: PTH114, PTH118
        folders[:] = sorted(name for name in folders if name not in NAMES and name not in links)
        for name in sorted(names + links):
            path = os.path.join(folder, name)  # noqa: PTH118
            mode = os.lstat(path).st_mode
            kind: Literal["file", "link", "special"] = (
                "file" if stat.S_ISREG(mode) else "link" if stat.S_ISLNK(mode) else "special"
            )
            yield Entry(os.path.relpath(path, root), kind, partial(_open_plain, path))


def _raise(error: OSError) -> None:
    raise error


def _open_plain(path: str | Path) -> IO[bytes]:
    """Open a regular file, even if it was swapped for something else meanwhile."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise SubmissionError(f"{path} is no plain file.")
    return open(descriptor, "rb")  # noqa: PTH123 - a descriptor, not a path


def _zip(path: Path, bulk: Bulk | None) -> Iterator[Entry]:
    _refuse_long_list(path, bulk) if bulk else _refuse_too_many(path)
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            link = info.create_system == 3 and stat.S_ISLNK(info.external_attr >> 16)
            if not info.filename.endswith(("/", "\\")):
                yield Entry(_zip_name(info), "link" if link else "file", partial(_open_zipped, archive, info))


def _refuse_too_many(path: Path) -> None:
    """Count entries before `zipfile` makes an object of each."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for count, _ in enumerate(_ZIP_ENTRY.finditer(data)):
            if count >= MAX_LISTED:
                raise SubmissionError(f"{path.name} lists more than {MAX_LISTED} files: hand in your own files only.")


def _refuse_long_list(path: Path, bulk: Bulk) -> None:
    """Ask the zip's end for the size of its list: the marks of entries also stand in the archives inside."""
    with path.open("rb") as file:
        end = zipfile._EndRecData(file)  # type: ignore[attr-defined] # noqa: SLF001 - what `zipfile` itself goes by
    if end and end[5] > bulk.directory:
        raise SubmissionError(f"{path.name} has a list of files of more than {bulk.directory >> 20} MiB.")


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return the name; many tools write UTF-8 without saying so, which `zipfile` reads as cp437."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _open_zipped(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> IO[bytes]:
    if info.flag_bits & 0x1:
        raise SubmissionError(f"{info.filename} is encrypted: make the archive anew, without a password.")
    try:
        return archive.open(info)
    except NotImplementedError:
        raise SubmissionError(
            f"{info.filename} is compressed in a way that cannot be read (method {info.compress_type}): "
            "make the archive anew with the system's own zip."
        ) from None


def _tar(path: Path, kind: str, bulk: Bulk | None) -> Iterator[Entry]:
    most = bulk.listed if bulk else MAX_LISTED
    for count, (archive, member) in enumerate(tars.members(path, kind, bulk.stream if bulk else tars.MAX_STREAM)):
        if count >= most:
            raise SubmissionError(f"{path.name} lists more than {most} files: hand in your own files only.")
        if not member.isdir():
            yield Entry(member.name, _tar_kind(member), partial(_open_tarred, archive, member))


def _tar_kind(member: tarfile.TarInfo) -> Literal["file", "link", "special"]:
    if member.isreg():
        return "file"
    return "link" if member.issym() or member.islnk() else "special"


def _open_tarred(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    opened = archive.extractfile(member)
    if opened is None:
        raise SubmissionError(f"{member.name} is no plain file.")
    return opened
