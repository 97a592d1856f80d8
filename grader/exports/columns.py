"""The columns of the platforms' gradebooks, and which one is meant (docs/exporting.md)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.batch.roster_columns import COLUMNS, plain
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.exports.worksheet import Worksheet

Name = Literal["canvas", "blackboard", "brightspace", "moodle"]

LISTED = 12  # columns that an error names
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_WORKSHEET = "grade"  # the one column of marks in Moodle's grading worksheet
_PEOPLE = frozenset(name for names in COLUMNS.values() for name in names)


@dataclass(frozen=True)
class Platform:
    """How a platform heads a column of marks, and what it calls a column of comments, if it takes any."""

    name: str
    headed: re.Pattern[str]
    feedback: tuple[str, ...] = ()


PLATFORMS: dict[Name, Platform] = {
    "canvas": Platform("Canvas", re.compile(r"(?P<title>.+) \((?P<id>\d+)\)")),
    "blackboard": Platform(
        "Blackboard",
        re.compile(r"(?P<title>.+?) \[Total Pts: (?:up to )?(?P<points>[\d.,]+)? ?(?P<shows>[^\]]*)\] ?\|(?P<id>\d+)"),
        ("feedbacktolearner",),
    ),
    "brightspace": Platform(
        "Brightspace",
        re.compile(r"(?P<title>.+?) Points Grade(?: ?<.*?MaxPoints:(?P<points>[\d.,]+).*>)?"),
    ),
    "moodle": Platform(
        "Moodle",
        re.compile(r"(?i:grade)|(?:\w+: ?)?(?P<title>.+) \(Real\)"),
        ("feedbackcomments", "feedback"),
    ),
}


@dataclass(frozen=True)
class Column:
    """A column of marks: its place, its header, what it is called for people, and its points as the header states.

    `shows` is how Blackboard shows it: Score, Percentage and others.
    """

    place: int
    header: str
    title: str
    id: str = ""
    points: float | None = None
    shows: str = "Score"


def columns(header: Sequence[str], platform: Platform) -> Iterator[Column]:
    """Yield the columns of marks that a header has by the platform's rules."""
    for place, text in enumerate(header):
        found = platform.headed.fullmatch(text.strip())
        if found:
            parts = {"title": text.strip()} | {name: part for name, part in found.groupdict().items() if part}
            points = number(parts.pop("points", ""))
            yield Column(place, text, points=points, **parts)


def chosen(sheet: Worksheet, platform: Platform, said: str | None, names: Sequence[str]) -> Column:
    """Return the column that somebody said, by title, id or whole header; else the one that has one of these names.

    Raises:
        UsageError: there is none, or several could be meant.
    """
    known = list(columns(sheet.header, platform))
    if said is not None:
        found = _called(known, said) or [
            Column(place, text, text)
            for place, text in enumerate(sheet.header)
            if plain(said) and plain(text) == plain(said) and not _is_of_another_kind(text)
        ]
    else:
        wanted = {plain(name) for name in names}
        found = [one for one in known if plain(one.header) == _WORKSHEET or plain(one.title) in wanted]
    if len(found) == 1:
        return found[0]
    meant = repr(said) if said is not None else " or ".join(map(repr, dict.fromkeys(names)))
    if found:
        headers = " or ".join(repr(one.header) for one in found[:LISTED])
        raise UsageError(f"{sheet.path} has {len(found)} columns called {meant}: say one whole, --column {headers}.")
    raise UsageError(f"{sheet.path} has no column of {platform.name} for {meant}{_others(known)}")


def _called(known: Sequence[Column], said: str) -> list[Column]:
    exact = [one for one in known if said.strip() in (one.header.strip(), one.id)]
    return exact or [one for one in known if plain(said) in (plain(one.header), plain(one.title))]


def _is_of_another_kind(header: str) -> bool:
    """Return whether a column tells who somebody is, or is one that a platform works out or needs as it is."""
    name = plain(header)
    return name in _PEOPLE or "read only" in header.casefold() or name.startswith(("endofline", "lastmodified"))


def _others(known: Sequence[Column]) -> str:
    if not known:
        return ", nor any other column of marks: is it the file that the platform gave you?"
    more = f" and {len(known) - LISTED} more" if len(known) > LISTED else ""
    listed = ", ".join(repr(one.title) for one in known[:LISTED])
    return f": name one with --column; there are {listed}{more}."


def feedback(sheet: Worksheet, platform: Platform, column: Column) -> int:
    """Return the place of the column of comments that belongs to a column of marks.

    Raises:
        UsageError: the platform takes no comments, or the file has no column for them.
    """
    if not platform.feedback:
        raise UsageError(f"{platform.name} takes no comments with a gradebook: leave --comments away.")
    own = plain(column.header.removesuffix(" (Real)") + " (Feedback)")
    places = [place for place, text in enumerate(sheet.header) if plain(text) in (own, *platform.feedback)]
    after = [place for place in places if place > column.place] or places
    if not after:
        raise UsageError(
            f"{sheet.path} has no column for comments: let {platform.name} give it with feedback, or leave --comments "
            "away."
        )
    return next((place for place in after if plain(sheet.header[place]) == own), after[0])


def points_possible(sheet: Worksheet, column: Column) -> float | None:
    """Return how many points a column is worth: by its header, by Canvas's row of points or by Moodle's column."""
    if column.points is not None:
        return column.points
    for number_of_row, row in enumerate(sheet.rows[1:], 1):
        if "points possible" in row.cells[0].casefold():
            return number(sheet.cell(number_of_row, column.place))
    place = next((place for place, text in enumerate(sheet.header) if plain(text) == "maximumgrade"), None)
    if place is None or plain(column.header) != _WORKSHEET:
        return None
    said = {sheet.cell(row, place).strip() for row in range(1, len(sheet.rows))} - {""}
    return number(said.pop()) if len(said) == 1 else None


def number(text: str) -> float | None:
    """Return a number as platforms write it, with a point or a comma; None for anything else."""
    bare = text.strip()
    return float(bare.replace(",", ".")) if NUMBER.fullmatch(bare) else None
