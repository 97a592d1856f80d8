"""Tiny downloads of platforms, as folders and archives, and what is read of them."""

from __future__ import annotations

import io
import tarfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from grader.batch import ingest
from grader.batch.layouts import LAYOUTS, Piece
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.batch.entries import Download, Entry


def folder(path: Path, files: Mapping[str, str] | Sequence[str]) -> Path:
    for name in files:
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_text(files[name] if isinstance(files, dict) else f"# {name}\n")
    return path


def zipped(path: Path, files: Sequence[str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in files:
            archive.writestr(name, f"# {name}\n")
    return path


def tarred(path: Path, files: Sequence[str]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name in files:
            member = tarfile.TarInfo(name)
            member.size = len(f"# {name}\n".encode())
            archive.addfile(member, io.BytesIO(f"# {name}\n".encode()))
    return path


def read(path: Path, layout: str = "auto") -> Download:
    return ingest.read(path, path.parent / "space", layout)


def refusal(path: Path, layout: str = "auto") -> str:
    with pytest.raises(UsageError) as caught:
        read(path, layout)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def files(entry: Entry) -> list[str]:
    """Return what is at an entry's path: the name of a file, or those in a folder."""
    if entry.path.is_file():
        return [entry.path.name]
    return sorted(path.relative_to(entry.path).as_posix() for path in entry.path.rglob("*") if path.is_file())


def seen(download: Download) -> dict[str, list[str]]:
    return {"+".join(person.key for person in entry.people): files(entry) for entry in download.entries}


def pieces(layout: str, names: Sequence[str], texts: Mapping[str, str] | None = None) -> list[Piece | str]:
    return list(
        LAYOUTS[layout].pieces(sorted(names), lambda name: (texts or {}).get(name, "").splitlines(keepends=True))
    )
