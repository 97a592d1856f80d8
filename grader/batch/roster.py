"""A class's roster: complete who handed in by it, and find who did not. Nothing is guessed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.batch.roster_columns import rows
from grader.batch.roster_index import Index

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from grader.batch.entries import Download, Entry, Person


@dataclass(frozen=True)
class Roster:
    """The people of a class, in the order of the file."""

    people: tuple[Person, ...]


@dataclass(frozen=True)
class Joined:
    """A download held against a roster.

    `absent` handed in nothing. `strangers` handed in and are not on the roster. `ambiguous` are sentences about names
    that could be several people; whoever they are about stays as the platform names them, and is a stranger as well.
    """

    entries: tuple[Entry, ...]
    absent: tuple[Person, ...] = ()
    strangers: tuple[Person, ...] = ()
    ambiguous: tuple[str, ...] = ()


def read(path: Path) -> Roster:
    """Read a CSV file with a header, such as a platform's gradebook.

    Raises:
        UsageError: it cannot be read, has no column that tells people apart, or a line of it breaks the form.
    """
    return Roster(tuple(rows(path)))


def join(download: Download, roster: Roster) -> Joined:
    """Match by id, then by e-mail, then by the exact name, letter case, order and punctuation aside."""
    index = Index(roster.people)
    everyone = {person.key: person for entry in download.entries for person in entry.people}
    matched = match(everyone, index)
    present: set[int] = set()
    entries = tuple(
        replace(entry, people=tuple(_completed(entry.people, matched.found, index, present)))
        for entry in download.entries
    )
    strangers = tuple(
        person for key, person in everyone.items() if key not in matched.found and not index.members(person)
    )
    absent = tuple(person for place, person in enumerate(roster.people) if place not in present)
    return Joined(entries, absent, strangers, tuple(matched.ambiguous))


@dataclass
class Matched:
    """Keys of people who handed in -> places on the roster, and what could not be settled."""

    found: dict[str, int] = field(default_factory=dict)
    ambiguous: list[str] = field(default_factory=list)


def match(everyone: Mapping[str, Person], index: Index) -> Matched:
    """Find people, by key, on a roster; who could be several there, or somebody else, is ambiguous."""
    matched = Matched()
    by_name: dict[int, list[Person]] = defaultdict(list)
    for key, person in everyone.items():
        by, places = index.find(person)
        if len(places) > 1:
            matched.ambiguous.append(f"{_shown(person)}: {len(places)} people there have this {by}")
        elif places and by == "name":
            by_name[next(iter(places))].append(person)
        elif places:
            matched.found[key] = next(iter(places))
    taken = set(matched.found.values())
    for place, people in by_name.items():
        said = _doubt(people, place, index, taken)
        if said:
            matched.ambiguous += [f"{_shown(person)}: {said}" for person in people]
        else:
            matched.found[people[0].key] = place
    return matched


def _doubt(people: list[Person], place: int, index: Index, taken: set[int]) -> str:
    """Return why people who have somebody's name on the roster may still be somebody else."""
    if place in taken or len(people) > 1:
        return "several who handed in may be the one there who has this name"
    return "this name stands there with another id" if index.contradicts(people[0], place) else ""


def _shown(person: Person) -> str:
    return person.name or person.key


def _completed(people: Iterable[Person], found: Mapping[str, int], index: Index, present: set[int]) -> Iterator[Person]:
    """Yield the people of an entry as the roster knows them, members in place of their group."""
    for person in people:
        place = found.get(person.key)
        members = index.members(person)
        if members and (place is None or place in members):
            present.update(members)
            yield from (index.people[number] for number in members)
        elif place is not None:
            present.add(place)
            yield _merged(person, index.people[place])
        else:
            yield person


def _merged(person: Person, known: Person) -> Person:
    """Return a person with the roster's name, under the platform's key."""
    email = person.email or known.email
    return replace(person, name=known.name or person.name, email=email, ids={**known.ids, **person.ids})
