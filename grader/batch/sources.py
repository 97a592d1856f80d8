"""A folder in which each file and each folder is one submission, named by whose it is."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.batch.entries import Download, Entry, Person
from grader.errors import UsageError
from grader.files import reason
from grader.submission import clean_name
from grader.submission.junk import junk_name

if TYPE_CHECKING:
    from collections.abc import Sequence

ENDINGS = (".py", ".ipynb", ".zip", ".tar", ".gz", ".tgz", ".bz2", ".tbz2", ".tbz", ".xz", ".txz")


def read(path: Path) -> Download:
    """Return what lies directly below a folder.

    Raises:
        UsageError: it is no folder, or cannot be read.
    """
    try:
        inside = sorted(path.iterdir(), key=lambda place: os.fsencode(place.name))
    except OSError as error:
        raise UsageError(f"{path} cannot be read as a folder of submissions: {reason(error)}.") from None
    known = [place for place in inside if not junk_name(PurePosixPath(place.name)) and not place.name.startswith(".")]
    entries = tuple(Entry((Person(place.name, clean_name(place)),), place) for place in known if _is_handed_in(place))
    taken = {entry.path for entry in entries}
    return Download("plain", entries, tuple(place.name for place in known if place not in taken))


def _is_handed_in(place: Path) -> bool:
    return place.is_dir() or place.name.lower().endswith(ENDINGS)


def choose(entries: Sequence[Entry], attempt: str) -> list[Entry]:
    """Return the entries to grade: of each person the `latest` or `first` attempt, or all of them for the `best`."""
    if attempt == "best":
        return list(entries)
    found: dict[frozenset[str], Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.attempt, reverse=attempt == "first"):
        found[frozenset(person.key for person in entry.people)] = entry
    chosen = {id(entry) for entry in found.values()}
    return [entry for entry in entries if id(entry) in chosen]
