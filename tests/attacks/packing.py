"""Archives for the attacks of kind `archives`: honest ones with hostile members."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

RIGHT = toy.SOLUTION.encode()
Member = tuple[tarfile.TarInfo | str, bytes]


def zipped(path: Path, members: Iterable[tuple[zipfile.ZipInfo | str, bytes]]) -> Path:
    """Write a zip; a name may occur twice."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return path


def tarred(path: Path, members: Iterable[Member], mode: str = "w:gz") -> Path:
    """Write a tar; members that are no plain files have no data."""
    with tarfile.open(path, mode, format=tarfile.GNU_FORMAT) as archive:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            if info.isreg():
                info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def special(name: str, kind: bytes, target: str = "", device: tuple[int, int] = (0, 0)) -> Member:
    """Return a member that is a link, a device or the like."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.mode = kind, target, 0o777
    info.devmajor, info.devminor = device
    return info, b""


def header(name: str, kind: bytes, size: int) -> bytes:
    """Return a tar header of 512 bytes that claims what it likes; a negative or large size is in base 256."""
    info = tarfile.TarInfo(name)
    info.type = kind
    block = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    block[124:136] = b"%011o\0" % size if 0 <= size < 8**11 else _base_256(size)
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


def _base_256(size: int) -> bytes:
    return (b"\xff" if size < 0 else b"\x80") + (size % 256**11).to_bytes(11, "big")


def padded(data: bytes) -> bytes:
    """Return data in whole blocks."""
    return data + bytes(-len(data) % 512)


def plain(name: str, data: bytes) -> bytes:
    """Return a plain file of a tar."""
    return header(name, tarfile.REGTYPE, len(data)) + padded(data)


def pax(**said: str) -> bytes:
    """Return a pax header that says something of the member after it; a dot of a name is written as two underlines."""
    lines = [f"{name.replace('__', '.')}={value}\n".encode() for name, value in said.items()]
    body = b"".join(_measured(line) for line in lines)
    return header("pax", tarfile.XHDTYPE, len(body)) + padded(body)


def _measured(line: bytes) -> bytes:
    """Return a pax record, which begins with its own length."""
    size = next(size for size in range(len(line) + 2, len(line) + 20) if len(f"{size} ") + len(line) == size)
    return f"{size} ".encode() + line
