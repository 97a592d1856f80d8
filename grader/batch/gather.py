"""Bring the pieces of each submission together, as one file or folder that `grade` can read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.batch.entries import Entry, Person
from grader.batch.layouts.piece import SOURCES, is_archive
from grader.files import walk
from grader.submission.junk import NAMES, junk_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from grader.batch.layouts import Piece

MAX_LOOKED_AT = 2_000  # files of one folder
MAX_TEXT = 300  # characters of a name
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_UNSEEN = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")  # some of it turns text around


def gather(pieces: Iterable[Piece], root: Path, space: Path) -> list[Entry]:
    """Return one entry for each submission; files that lie beside others' are laid into folders below `space`."""
    together: dict[str, list[Piece]] = {}
    for piece in pieces:
        together.setdefault(piece.submission, []).append(piece)
    return [_entry(group, root, space) for group in together.values()]


def _entry(group: Sequence[Piece], root: Path, space: Path) -> Entry:
    main = [piece for piece in group if not piece.aside] or list(group)
    first = main[0]
    if len(main) == 1 and first.name.endswith("/"):
        path, beside = _inside(root / first.name)
    else:
        digest = hashlib.sha256(first.submission.encode(errors="replace")).hexdigest()
        path, beside = _inside(_laid(main, root, space / digest[:20]))
    notes = dict.fromkeys(note for note in (*(piece.note for piece in group), beside) if note)
    return Entry(
        people=tuple(map(_clean, first.people)),
        path=path,
        attempt=max(piece.attempt for piece in group),
        submitted_at=first.submitted_at,
        late=any(piece.late for piece in group),
        note="; ".join(notes),
    )


def _laid(pieces: Sequence[Piece], root: Path, folder: Path) -> Path:
    """Return a folder that holds the pieces by the names under which they were handed in."""
    folder.mkdir(parents=True)
    taken: set[str] = set()
    for piece in pieces:
        given = piece.name.rstrip("/")
        name = piece.handed if piece.handed not in ("", ".", "..") and "\\" not in piece.handed else given
        name = given if name.casefold() in taken else name
        taken.add(name.casefold())
        _lay(root / given, folder / name)
    return folder


def _lay(source: Path, place: Path) -> None:
    """Link a file, or copy it where that cannot be done."""
    if source.is_dir():
        with contextlib.suppress(RecursionError):  # deeper than any submission may be
            shutil.copytree(source, place, symlinks=True)
        return
    try:
        os.link(source, place, follow_symlinks=False)
    except OSError:
        shutil.copyfile(source, place, follow_symlinks=False)


def _inside(folder: Path) -> tuple[Path, str]:
    """Return the only file or archive of a folder, with a note of what lies beside it; else the folder itself."""
    files = list(_files(folder))
    if len(files) == 1 and (is_archive(files[0].name) or files[0].name.lower().endswith(SOURCES)):
        return files[0], ""
    archives = [file for file in files if is_archive(file.name)]
    if len(archives) != 1 or any(file.name.lower().endswith(SOURCES) for file in files):
        return folder, ""
    others = [file.name for file in files if file != archives[0]]
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return archives[0], f"beside {archives[0].name} lay {', '.join(others[:3])}{more}"


def _files(folder: Path) -> Iterator[Path]:
    """Yield the first files of a folder, without junk and links."""
    count = 0
    for top, folders, names in walk(folder):
        folders[:] = sorted(name for name in folders if name not in NAMES)
        for name in sorted(names):
            path = Path(top, name)
            if not junk_name(PurePosixPath(name)) and not os.path.islink(path):  # noqa: PTH114 - no name is too long
                yield path
                count += 1
            if count >= MAX_LOOKED_AT:
                return


def _clean(person: Person) -> Person:
    ids = {kind: clean(value) for kind, value in person.ids.items()}
    return replace(person, key=clean(person.key), name=clean(person.name), email=clean(person.email), ids=ids)


def clean(text: str) -> str:
    """Return a text in one form, on one line: composed letters, single spaces, nothing unseen and no control."""
    spaced = " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", text)).split())
    return _CONTROL.sub("_", spaced)[:MAX_TEXT]
