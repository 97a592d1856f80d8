"""Who of a gradebook is in which row of a platform's file. Nothing is guessed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.batch import roster
from grader.batch.roster_columns import kinds_of, person_of
from grader.batch.roster_index import Index
from grader.exports.results import person, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.batch.counted import Counted
    from grader.batch.entries import Person
    from grader.exports.worksheet import Worksheet


@dataclass
class Places:
    """Rows with the result that belongs there.

    `strangers` are not in the file, and `ambiguous` are sentences about who could be several people; `doubtful` are the
    results that these are about. `others` are the people of the file without a result.
    """

    rows: dict[int, Counted] = field(default_factory=dict)
    strangers: list[Counted] = field(default_factory=list)
    doubtful: list[Counted] = field(default_factory=list)
    ambiguous: list[str] = field(default_factory=list)
    others: dict[int, Person] = field(default_factory=dict)


def people(sheet: Worksheet) -> dict[int, Person]:
    """Return row -> whom it is about; rows about nobody, such as Canvas's points, are left out."""
    kinds = kinds_of(sheet.path, sheet.header)
    found = ((number, person_of(kinds, row.cells)) for number, row in enumerate(sheet.rows[1:], 1))
    return {number: known for number, known in found if known is not None}


def find(sheet: Worksheet, results: Sequence[Counted]) -> Places:
    """Match results with rows by id, then by e-mail, then by the exact name; a group stands for its members."""
    theirs = people(sheet)
    numbers, index = list(theirs), Index(list(theirs.values()))
    ours = {one.key: person(one) for one in results}
    matched = roster.match(ours, index)
    of_row: dict[int, list[Counted]] = {}
    said = Places(ambiguous=list(matched.ambiguous))
    for one in results:
        places = _places(one.key, ours[one.key], matched, index)
        for place in places:
            of_row.setdefault(numbers[place], []).append(one)
        if not places:
            is_doubtful = bool(index.find(ours[one.key]).places)
            (said.doubtful if is_doubtful else said.strangers).append(one)
    for number, found in of_row.items():
        if len(found) == 1:
            said.rows[number] = found[0]
        else:
            said.doubtful += found
            names = " and ".join(f"{shown(one)} ({one.key})" for one in found)
            said.ambiguous.append(f"{theirs[number].name or theirs[number].key}: {names} are all found here")
    said.others = {number: known for number, known in theirs.items() if number not in of_row}
    return said


def _places(key: str, ours: Person, matched: roster.Matched, index: Index) -> Sequence[int]:
    members, place = index.members(ours), matched.found.get(key)
    if members and (place is None or place in members):
        return members
    return [] if place is None else [place]
