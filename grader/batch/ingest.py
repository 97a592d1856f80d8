"""Read a platform's bulk download, as a folder or an archive: who handed in what, when and how often."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.batch import bundle
from grader.batch.attempts import numbered
from grader.batch.entries import Download
from grader.batch.gather import clean, gather
from grader.batch.layouts import LAYOUTS, Piece, markus, plain
from grader.batch.layouts.piece import SOURCES, is_archive
from grader.errors import UsageError
from grader.files import reason
from grader.submission.junk import junk_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.batch.layouts import Lines

AUTO = "auto"
_WRAPPED = 4  # folders around a download that are looked through
_LINE = 1 << 16  # characters; of a longer line the rest is passed over
_UNNAMED = (markus.NAME, plain.NAME)  # whose names may be any


def read(path: Path, space: Path, layout: str = AUTO) -> Download:
    """Return what is in the download at `path`; `space` is a private folder, in which files may be laid out.

    Entries' paths lead into `path` or into `space`, so both must stay until all is graded.

    Raises:
        UsageError: it cannot be read, holds no submission, or is of several layouts or none.
    """
    if layout not in (AUTO, *LAYOUTS):
        raise UsageError(f"There is no layout {layout!r}: choose one of {', '.join((AUTO, *LAYOUTS))}.")
    root, left_out = _opened(path, space / "unpacked")
    level, chosen = _placed(path, root, layout)
    found = list(LAYOUTS[chosen].pieces(level.names, _lines(level.root)))
    laid = space / "laid"
    bundle.clear(laid)
    try:
        entries = gather((piece for piece in found if isinstance(piece, Piece)), level.root, laid)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {reason(error)}. {bundle.ROOM}") from None
    odd = (*left_out, *level.around, *(piece for piece in found if isinstance(piece, str)))
    unrecognised = sorted(map(clean, odd))
    if not entries:
        raise UsageError(f"{path} holds no submission in the layout of {chosen} ({_some(unrecognised)}). {_CHOOSE}")
    return Download(chosen, numbered(entries), tuple(unrecognised))


_CHOOSE = f"Name the layout with --layout: {', '.join(LAYOUTS)}."


def _opened(path: Path, into: Path) -> tuple[Path, list[str]]:
    """Return the folder of the download, and what of an archive was left out."""
    if path.is_dir():
        return path, []
    if not path.is_file():
        raise UsageError(f"There is no file or folder {path}.")
    if path.name.lower().endswith(SOURCES):
        raise UsageError(f"{path} is one file, not the download of a class: grade it with `grade run`.")
    bundle.clear(into)
    return into, bundle.unpack(path, into)


def _listed(root: Path) -> tuple[list[str], list[str]]:
    """Return the names in a folder, those of folders with '/', and what is neither file nor folder."""
    names, odd = [], []
    try:
        with os.scandir(root) as found:
            for place in found:
                if junk_name(PurePosixPath(place.name)):
                    continue
                if place.is_symlink() or not (place.is_dir() or place.is_file()):
                    odd.append(f"{place.name} (a link, or no plain file)")
                else:
                    names.append(f"{place.name}/" if place.is_dir() else place.name)
    except OSError as error:
        raise UsageError(f"{root} cannot be read: {reason(error)}.") from None
    return sorted(names), odd


def _lines(root: Path) -> Lines:
    """Return a reader of text files in `root`, which passes over the rest of endless lines."""

    def lines(name: str) -> Iterator[str]:
        try:
            with (root / name).open(encoding="utf-8-sig", errors="replace", newline="\n") as file:
                whole = True
                while line := file.readline(_LINE):
                    if whole:
                        yield line
                    whole = line.endswith("\n")
        except OSError:
            return

    return lines


@dataclass(frozen=True)
class _Level:
    """A folder, its names, and what lies in the folders around it."""

    root: Path
    names: list[str]
    around: list[str]


def _placed(path: Path, root: Path, layout: str) -> tuple[_Level, str]:
    """Return the folder whose names are the download's, which others may wrap, and its layout."""
    levels = list(_levels(root))
    for level in levels:
        chosen = _recognised(path, level.names) if layout == AUTO else _forced(layout, level.names)
        if chosen not in ("", plain.NAME):
            return level, chosen
    if layout not in (AUTO, *_UNNAMED):
        raise UsageError(f"{path} holds nothing that {layout} names as it does ({_some(levels[0].names)}). {_CHOOSE}")
    level = next((level for level in reversed(levels[1:]) if _is_class(level.names)), levels[0])
    if layout == AUTO and not plain.matches(level.names):
        raise UsageError(f"{path} is of no known layout ({_some(level.names)}). {_CHOOSE}")
    return level, plain.NAME if layout == AUTO else layout


def _forced(layout: str, names: Sequence[str]) -> str:
    return layout if layout not in _UNNAMED and LAYOUTS[layout].matches(names) else ""


def _levels(root: Path) -> Iterator[_Level]:
    """Yield a folder, and those in it as long as each has nothing beside it that could be handed in."""
    around: list[str] = []
    for _ in range(_WRAPPED):
        names, odd = _listed(root)
        yield _Level(root, names, [*around, *odd])
        folders = [name for name in names if name.endswith("/")]
        if len(folders) != 1 or any(is_archive(name) or name.lower().endswith(SOURCES) for name in names):
            return
        around += [*odd, *(name for name in names if name != folders[0])]
        root /= folders[0][:-1]


def _is_class(names: Sequence[str]) -> bool:
    """Return whether a folder in a folder looks like many submissions, not like the files of one."""
    whole = [name for name in names if name.endswith("/") or is_archive(name)]
    return len(whole) > 1 and not any(name.lower().endswith(SOURCES) for name in names)


def _recognised(path: Path, names: Sequence[str]) -> str:
    """Return the layout that the names speak for; nothing where none do.

    Raises:
        UsageError: they speak for two about as strongly.
    """
    scores = {name: layout.matches(names) for name, layout in LAYOUTS.items()}
    best = max(scores.values())
    near = [name for name, score in scores.items() if best and score >= best / 2]
    if len(near) > 1:
        raise UsageError(f"{path} may be of {' or '.join(near)}: say which with --layout.")
    return near[0] if near else ""


def _some(names: Sequence[str]) -> str:
    """Return the first names as a part of a sentence."""
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return (", ".join(clean(name)[:80] for name in names[:3]) + more) or "it is empty"
