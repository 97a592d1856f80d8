"""Which of several attempts of the same people counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.batch.entries import Entry

Which = Literal["latest", "first", "best"]


@dataclass(frozen=True)
class Chosen:
    """A submission to grade. `of` is how many attempts its people made.

    `decided` is false where only the scores can tell which attempt counts: then all of them are graded.
    """

    entry: Entry
    of: int = 1
    decided: bool = True


def choose(entries: Sequence[Entry], which: Which) -> tuple[Chosen, ...]:
    """Return what to grade, in the order of the entries; attempts of the same people in the order in which they came.

    The people of a group are one: what one of them handed in alone is not an attempt of the group.
    """
    found: list[Chosen] = []
    for attempts in _by_people(entries):
        if which == "best":
            found += [Chosen(entry, len(attempts), len(attempts) == 1) for entry in attempts]
        else:
            found.append(Chosen(attempts[-1 if which == "latest" else 0], len(attempts)))
    return tuple(found)


def numbered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the entries with attempts numbered by time where the platform states times in place of numbers."""
    numbers: dict[int, int] = {}
    for attempts in _by_people(entries):
        alike = len({entry.attempt for entry in attempts}) < len(attempts)
        if alike and all(entry.submitted_at for entry in attempts):
            numbers.update((id(entry), number) for number, entry in enumerate(attempts, 1))
    return tuple(replace(entry, attempt=numbers[id(entry)]) if id(entry) in numbers else entry for entry in entries)


def _by_people(entries: Iterable[Entry]) -> list[list[Entry]]:
    groups: dict[frozenset[str], list[Entry]] = {}
    for entry in entries:
        groups.setdefault(frozenset(person.key for person in entry.people), []).append(entry)
    return [sorted(group, key=_order) for group in groups.values()]


def _order(entry: Entry) -> tuple[int, float, str]:
    """Order by number, then time. Times of one download all state a zone, or none does."""
    time = entry.submitted_at
    seconds = time.replace(tzinfo=time.tzinfo or UTC).timestamp() if time else 0.0
    return entry.attempt, seconds, entry.path.name
