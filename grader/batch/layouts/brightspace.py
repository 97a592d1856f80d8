"""Brightspace: a folder for each submission, or flat (Assignments > Download).

`<id>-<id> - First Last - Mon D, YYYY HMM AM/`, as in `Oct 2, 2026 1159 PM`; flat with ` - <file>` appended.
`index.html` at the top is the platform's own list. Each time that somebody hands in makes a folder. The platform does
not say what the two ids are: the student's is taken to be the one that goes with one name only and has fewer values in
the download, and the first where both are alike. The time is of the platform's own zone. This layout is the least
certain of all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, moment, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

NAME = "brightspace"
_LIST = "index.html"
_TIME = (
    r"(?P<month>[A-Za-z]{3,9})\.? (?P<day>[0-9]{1,2}), (?P<year>[0-9]{4}) "
    r"(?P<hour>[0-9]{1,2})[:_]?(?P<minute>[0-9]{2}) (?P<half>[AP])M"
)
_FORM = re.compile(
    r"(?P<first>[0-9]+)-(?P<second>[0-9]+) ?- ?(?P<name>[^/]+?) ?- ?" + _TIME + r"(?:/| ?- ?(?P<file>[^/]+))"
)


def matches(names: Sequence[str]) -> float:
    """Return the share of names with two ids and a time."""
    return share([name for name in names if name != _LIST], _FORM.fullmatch)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each folder or file; the platform's own list is none."""
    found = {name: _FORM.fullmatch(name) for name in names if name != _LIST}
    which = _students_id([match for match in found.values() if match])
    for name, match in found.items():
        time = _time(match) if match else None
        if match is None or time is None:
            yield name
            continue
        person = Person(match[which], match["name"].strip(), ids={"brightspace_id": match[which]})
        submission = f"{match['first']}-{match['second']} {time.isoformat()}"
        yield Piece(name, submission, (person,), match["file"] or "", submitted_at=time)


def _time(match: re.Match[str]) -> datetime | None:
    hour = int(match["hour"])
    if not 1 <= hour <= 12:
        return None
    hour = hour % 12 + (12 if match["half"] == "P" else 0)
    return moment(match["year"], match["month"], match["day"], str(hour), match["minute"])


def _students_id(found: Sequence[re.Match[str]]) -> str:
    """Return which of the two ids goes with one name only; of two such, the one with fewer values."""
    values: dict[str, int] = {}
    for which in ("first", "second"):
        names: dict[str, str] = {}
        if all(names.setdefault(match[which], match["name"]) == match["name"] for match in found):
            values[which] = len(names)
    return min(values, key=values.__getitem__, default="first")
