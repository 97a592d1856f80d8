"""Look people up on a roster by all that a platform may call them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.batch.entries import Person

# Numbers that a platform gives by itself: those of two platforms may be equal by chance.
_INTERNAL = frozenset({"canvas_id", "moodle_id", "brightspace_id"})
# Ids by which a school knows its people, whatever a platform calls them.
_SCHOOLS = ("username", "student_id")
# Names of folders, which may be anything.
_SHOWN = ("folder", "group")


class Named(NamedTuple):
    """Whom on the roster something names; `by` says what it is."""

    by: str
    places: frozenset[int]


class Index:
    """A roster by ids, e-mails, names and groups; each may be that of several people."""

    def __init__(self, people: Sequence[Person]):
        self.people = people
        self._ids: dict[tuple[str, str], set[int]] = defaultdict(set)
        self._emails: dict[str, set[int]] = defaultdict(set)
        self._names: dict[str, set[int]] = defaultdict(set)
        self._groups: dict[str, list[int]] = defaultdict(list)
        for number, person in enumerate(people):
            self._add(number, person)

    def _add(self, number: int, person: Person) -> None:
        for kind, value in person.ids.items():
            if kind == "group":
                self._groups[_bare(value)].append(number)
                continue
            self._ids[kind, folded(value)].add(number)
            self._ids["any", folded(value)].add(number)
            if kind not in _INTERNAL:
                self._ids["school", folded(value)].add(number)
            if "@" in value:  # schools whose user names are e-mail addresses
                self._emails[folded(value)].add(number)
        if person.email:
            self._emails[folded(person.email)].add(number)
        for form in forms(person.name):
            self._names[form].add(number)

    def find(self, person: Person) -> Named:
        """Return whom a person is by the surest of what is known: an id, then the e-mail, then the exact name."""
        return next((named for named in self._candidates(person) if named.places), Named("", frozenset()))

    def _candidates(self, person: Person) -> Iterator[Named]:
        ids = [(kind, folded(value)) for kind, value in person.ids.items() if value]
        for kind, value in ids:
            yield Named("id", frozenset(self._ids.get((kind, value), ())))
        for kind, value in ids:
            wide = "school" if kind in _SCHOOLS else "any" if kind in _SHOWN else ""
            yield Named("id", frozenset(self._ids.get((wide, value), ())))
        for mail in filter(None, (person.email, *(value for _, value in ids if "@" in value))):
            yield Named("e-mail", frozenset(self._emails.get(folded(mail), ())))
        for form in forms(person.name):
            yield Named("name", frozenset(self._names.get(form, ())))

    def contradicts(self, person: Person, place: int) -> bool:
        """Return whether the roster knows somebody by another id of the same kind."""
        known = self.people[place].ids
        return any(kind in known and folded(known[kind]) != folded(value) for kind, value in person.ids.items())

    def members(self, person: Person) -> Sequence[int]:
        """Return who is in the group that `person` stands for; nobody when it is none."""
        said = [person.ids.get(kind, "") for kind in ("group", "folder", "username")] + [person.name]
        return next((self._groups[_bare(text)] for text in said if _bare(text) and _bare(text) in self._groups), ())


def folded(text: str) -> str:
    """Return a text with letter case and the form of letters aside."""
    return unicodedata.normalize("NFKC", text).casefold().strip()


def _bare(text: str) -> str:
    return "".join(letter for letter in folded(text) if letter.isalnum())


def forms(name: str) -> tuple[str, ...]:
    """Return a name's letters as "First Last" and as "Last, First", which platforms run together."""
    last, comma, first = name.partition(",")
    parts = name.split()
    orders = (f"{first} {last}", f"{last} {first}") if comma else (name, " ".join(parts[-1:] + parts[:-1]))
    return tuple(dict.fromkeys(filter(None, map(_bare, orders))))
