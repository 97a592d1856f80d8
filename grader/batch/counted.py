"""Which result counts for each person of a class. What shows or exports a class asks here, so that all say the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, get_args

from grader.batch import noted
from grader.batch.attempts import Which
from grader.errors import UsageError
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from grader.batch.gradebook import Gradebook


@dataclass(frozen=True)
class Counted:
    """A person with the result that counts. `of` is how many submissions of theirs have results.

    `person` has name, email and ids; `row` is a row of the table `results`, without score when nothing could be graded.
    `waiting` are points that a person has yet to give, where somebody looked for them (`looked_at`); unless it is
    `taken` as it stands, such a result is no grade yet.
    """

    key: str
    person: Mapping[str, Any]
    row: sqlite3.Row
    of: int = 1
    waiting: float = 0.0
    taken: bool = False


def assignment(book: Gradebook, said: str | None) -> str:
    """Return the assignment that is meant: the one that was said, or the only one of the gradebook.

    Raises:
        UsageError: there are several, or none, or not this one.
    """
    known = book.assignments()
    if said is None and len(known) == 1:
        return known[0]
    if not known:
        raise UsageError(f"{book.path} holds no results yet: `grade batch` adds them.")
    if said is None:
        raise UsageError(f"{book.path} holds several assignments: name one with --assignment, {' or '.join(known)}.")
    if said not in known:
        raise UsageError(f"{book.path} holds no results of {said!r}.{did_you_mean(said, known)}")
    return said


def counted(book: Gradebook, slug: str, which: Which | None = None) -> list[Counted]:
    """Return everybody who has a result, by key, with the attempt that counts; without `which` as in the latest run."""
    chosen = which or _as_graded(book, slug)
    people = book.people()
    of_person: dict[str, list[sqlite3.Row]] = {}
    for row in book.newest(slug).values():
        of_person.setdefault(row["person"], []).append(row)
    return [Counted(key, people[key], pick(rows, chosen), len(rows)) for key, rows in sorted(of_person.items())]


def looked_at(book: Gradebook, found: Sequence[Counted], *, taken: bool) -> list[Counted]:
    """Return the same with the points that their reports have yet to be given by hand."""
    return [replace(one, waiting=noted.of_row(book, one.row).waiting, taken=taken) for one in found]


def pick(rows: Sequence[sqlite3.Row], which: Which) -> sqlite3.Row:
    """Return the result that counts among those of one person; of equally good ones the first."""
    in_time = _ordered(rows)
    if which == "best":
        return max(in_time, key=lambda row: -1.0 if row["score"] is None else row["score"])
    return in_time[-1 if which == "latest" else 0]


def _ordered(rows: Sequence[sqlite3.Row]) -> list[sqlite3.Row]:
    """Order by time where every one has its time, else by the number of the attempt; then as they were graded."""
    if all(row["submitted"] for row in rows):
        return sorted(rows, key=lambda row: (datetime.fromisoformat(row["submitted"]).timestamp(), row["id"]))
    return sorted(rows, key=lambda row: (row["attempt"], row["id"]))


def _as_graded(book: Gradebook, slug: str) -> Which:
    said = book.attempt(slug)
    return next(which for which in get_args(Which) if which == said)
