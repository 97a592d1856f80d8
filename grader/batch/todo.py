"""Which submissions of a class are to be graded, and why: all that the gradebook has no result of as they now are."""

from __future__ import annotations

import hashlib
import itertools
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch import hashes
from grader.batch.gradebook import Handed
from grader.submission import clean_name

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import tzinfo

    from grader.batch.entries import Entry
    from grader.batch.gradebook import Key, Why
    from grader.marks import Marks


@dataclass(frozen=True)
class Due:
    """A submission that is to be graded, with the kind of the occasion and a sentence about it."""

    entry: Entry
    handed: Handed
    why: Why
    reason: str


@dataclass(frozen=True)
class Kept:
    """A submission that needs no grading, with the result that it has."""

    entry: Entry
    handed: Handed
    row: sqlite3.Row


def named(entries: Sequence[Entry]) -> list[tuple[str, Entry]]:
    """Give each entry the name of its reports: its people's keys, and the attempt where several are to be graded.

    It depends on the entry alone, so that whoever else hands in changes nobody's name, but for keys that look the same
    as file names: a part of their hash tells those apart.
    """
    attempts = Counter(_keys(entry) for entry in entries)
    plain = [_name(entry, numbered=attempts[_keys(entry)] > 1) for entry in entries]
    same = Counter(name.casefold() for name in plain)
    found: dict[str, Entry] = {}
    for name, entry in zip(plain, entries, strict=True):
        digest = hashlib.sha256(f"{_keys(entry)} {entry.attempt} {entry.path.name}".encode(errors="replace"))
        told = name if same[name.casefold()] == 1 else f"{name}-{digest.hexdigest()[:8]}"
        numbers = (f"{told}-{number}" for number in itertools.count(2))
        found[next(free for free in itertools.chain([told], numbers) if free not in found)] = entry
    return list(found.items())


def in_zone(entries: Sequence[Entry], zone: tzinfo | None) -> tuple[list[Entry], bool]:
    """Give times without a zone this one; return the entries, and whether all times are clear.

    A time that names no zone, where nobody states one, cannot be compared with a due date and is left out.
    """
    placed = []
    for entry in entries:
        time = entry.submitted_at
        if time is not None and time.tzinfo is None:
            placed.append(replace(entry, submitted_at=time.replace(tzinfo=zone) if zone else None))
        else:
            placed.append(entry)
    left_out = any(old.submitted_at and not new.submitted_at for old, new in zip(entries, placed, strict=True))
    return placed, not left_out


def _keys(entry: Entry) -> str:
    return "+".join(sorted(person.key for person in entry.people))


def _name(entry: Entry, *, numbered: bool) -> str:
    name = clean_name(Path(_keys(entry).replace("/", "_")))
    return f"{name}-attempt{entry.attempt}" if numbered else name


def handed_in(name: str, entry: Entry, settings: str, marks: Marks) -> Handed:
    """Return a submission with its hashes. The times that it came at are a part of what it was asked by."""
    came = entry.submitted_at.isoformat() if entry.submitted_at else ""
    asked = hashes.of_values({"settings": settings, "submitted": came})
    content, given = hashes.of_files(entry.path), hashes.of_marks(marks.of(name))
    return Handed(entry.people, entry.attempt, name, content, asked, given, entry.submitted_at, entry.late)


def look_up(
    entries: Sequence[tuple[Entry, Handed]], newest: Mapping[Key, sqlite3.Row], *, again: bool = False
) -> Iterator[Due | Kept]:
    """Hold each submission against the newest results: yield what is to be graded (with `again` all), what is kept."""
    for entry, handed in entries:
        rows = [newest.get((person.key, handed.attempt, handed.submission)) for person in handed.people]
        known = [row for row in rows if row is not None]
        if not known:
            yield Due(entry, handed, "graded", "It was handed in.")
            continue
        changes = ["It was asked for again."] if again else []
        changes += [] if len(known) == len(rows) else ["It is of other people."]
        changes += dict.fromkeys(text for row in known for text in _changes(row, handed))
        if not changes:
            yield Kept(entry, handed, known[0])
        else:
            yield Due(entry, handed, "marks" if changes == [MARKED] else "regraded", " ".join(changes))


MARKED = "Points given by hand changed."


def _changes(row: sqlite3.Row, handed: Handed) -> Iterator[str]:
    if row["content"] != handed.content:
        yield "The submission changed."
    if row["settings"] != handed.settings:
        yield "The assignment or the settings changed."
    if row["marks"] != handed.marks:
        yield MARKED
    if row["status"] == "incomplete":
        yield "It was incomplete."
