"""Recognise what a platform made of a whole class, by names alone, where one submission is asked for."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from grader.batch.layouts import LAYOUTS, Piece, gradescope, markus, plain
from grader.batch.layouts.piece import SOURCES, is_archive
from grader.files import walk
from grader.handed import required_sources
from grader.submission.entries import Bulk, entries
from grader.submission.junk import NAMES, junk_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from grader.rubric import Assignment

LEAST = 0.5  # part of the names that have the platform's form
LISTED = 100_000
_OF_PLATFORMS = [layout for name, layout in LAYOUTS.items() if name not in (markus.NAME, plain.NAME)]


def hand_ins(path: Path, rubric: Assignment) -> int:
    """Return how many people's files lie in a platform's download, a folder or .zip, when that is certain: else 0.

    It is not where a file that the assignment requires lies there under its own name. Archives in an archive, or in
    a folder's only folder, are one a person where nothing else could be graded.
    """
    try:
        files = [name for name in islice(_files(path), LISTED) if not junk_name(PurePosixPath(name))]
        names = _top(files)
    except Exception:  # noqa: BLE001 - reading the submission will say what is wrong
        return 0
    if required_sources(rubric.files).intersection(map(str.casefold, names)):
        return 0
    people = (_people(layout.NAME, names) for layout in _OF_PLATFORMS if layout.matches(names) >= LEAST)
    return max(people, default=0) or _archives(path, files, names)


def archive_holds(path: Path, required: AbstractSet[str]) -> bool:
    """Return whether a .zip holds all of these names, in lower case, in whatever folders of it."""
    try:
        held = {PurePosixPath(name).name.casefold() for name in islice(_files(path), LISTED)}
    except Exception:  # noqa: BLE001 - what is no archive holds nothing
        return False
    return bool(required) and required <= held


def _archives(path: Path, files: Sequence[str], names: Sequence[str]) -> int:
    """Return how many archives lie beside each other; those in a folder itself are counted without opening it."""
    beside = path.is_dir() and any("/" not in name for name in files)
    if beside or any(name.lower().endswith(SOURCES) for name in files):
        return 0
    found = sum(map(is_archive, names))
    return found if found > 1 else 0


def _files(path: Path) -> Iterator[str]:
    """Yield the names of files, as paths inside of a folder or an archive."""
    if path.is_dir():
        for folder, folders, names in walk(path, _raise):
            folders[:] = [name for name in folders if name not in NAMES]
            yield from (f"{folder}/{name}".removeprefix(f"{path}/") for name in names)
    elif path.suffix.lower() == ".zip":
        yield from (entry.name for entry in entries(path, Bulk(listed=LISTED)))


def _raise(error: OSError) -> None:
    raise error


def _top(files: Sequence[str]) -> list[str]:
    """Return the names at the top, those of folders with '/', inside of a folder that merely wraps all."""
    kept = list(files)
    while kept and "/" in kept[0] and len({name.partition("/")[0] for name in kept}) == 1:
        inside = [name.partition("/")[2] for name in kept]
        if not all(inside) or any(layout.matches([kept[0].partition("/")[0] + "/"]) for layout in _OF_PLATFORMS):
            break
        kept = inside
    return sorted({first + slash for first, slash, _ in (name.partition("/") for name in kept)})


def _people(layout: str, names: Sequence[str]) -> int:
    """Return how many people handed in what can be a submission; one may be a mere likeness."""
    if layout == gradescope.NAME:
        found = {name for name in names if name.endswith("/")}
    else:
        pieces = [piece for piece in LAYOUTS[layout].pieces(names, lambda _: ()) if isinstance(piece, Piece)]
        found = {piece.submission for piece in pieces if _can_be_graded(piece)}
    return len(found) if len(found) > 1 else 0


def _can_be_graded(piece: Piece) -> bool:
    name = piece.handed or piece.name
    return piece.name.endswith("/") or is_archive(name) or name.lower().endswith(SOURCES)
