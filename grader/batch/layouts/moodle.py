"""Moodle: a folder for each student, or flat (Assignment > Download all submissions).

Folder `<Full Name>_<id>_assignsubmission_file[_]/`, or flat with the file name appended,
`<Full Name>_<id>_assignsubmission_file[_]<file>`. Blind marking: `Participant_<id>`; groups: `<Group>_<id>`, or the
group's name and a hyphen before the student's, which nobody can tell from a name with a hyphen. Underscores in names
become spaces. `onlinetext` in place of `file` is what was typed into the form.
The id is the number of "Participant 123" in the grading worksheet. No time is stated.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "moodle"
_FORM = re.compile(
    r"(?P<name>.+?)_(?P<id>[0-9]+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>[^/]*)(?P<folder>/?)"
)


def matches(names: Sequence[str]) -> float:
    """Return the share of names with Moodle's own word in them."""
    return share(names, _FORM.fullmatch)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each folder or file."""
    for name in names:
        match = _FORM.fullmatch(name)
        if match is None or (not match["folder"] and not match["file"]):
            yield name
        else:
            blind = match["name"] == "Participant"
            person = Person(match["id"], "" if blind else match["name"], ids={"moodle_id": match["id"]})
            handed = "" if match["folder"] else match["file"]
            typed = match["kind"] == "onlinetext"
            note = "text was typed into the form" if typed else ""
            yield Piece(name, match["id"], (person,), handed, aside=typed, note=note)
