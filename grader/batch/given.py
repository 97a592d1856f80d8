"""Points by hand that a gradebook knows already: they stay until a sheet has a line for that submission and item."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.batch import noted
from grader.marks import Marks, can_be_marked, most_by_hand

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from grader.batch.gradebook import Gradebook
    from grader.points import Mark
    from grader.rubric import Assignment


@dataclass
class Given:
    """All marks of a run; the hash of what was handed in then, for each submission that keeps some; what got lost.

    `lost` are submissions with a sentence about a mark that the rubric no longer has a place for.
    """

    marks: Marks
    contents: dict[str, str] = field(default_factory=dict)
    lost: list[tuple[str, str]] = field(default_factory=list)

    def fitting(self, rubric: Assignment, name: str, known: Mapping[str, Mark]) -> dict[str, Mark]:
        """Return those of a submission's earlier marks that can still be given; note the others as lost."""
        most = {item.id: most_by_hand(item) for item in rubric.items if can_be_marked(item)}
        fits = {item: mark for item, mark in known.items() if item in most and (mark.points or 0.0) <= most[item]}
        for item in known.keys() - fits.keys():
            points = known[item].points
            self.lost.append((name, f"{item}: {'a comment' if points is None else f'{points:g}'}"))
        return fits


def with_earlier(book: Gradebook, rubric: Assignment, names: Collection[str], sheet: Marks) -> Given:
    """Return the marks of a sheet, and those from before of which it has no line."""
    given = Given(sheet)
    merged = {name: dict(marks) for name, marks in sheet.by_submission.items()}
    for row in book.marked(rubric.slug):
        name = row["submission"]
        if name not in names:
            continue
        known = noted.of_row(book, row).marks
        kept = given.fitting(rubric, name, {item: known[item] for item in known if (name, item) not in sheet.lines})
        if kept:
            given.contents[name] = row["content"]
            merged[name] = kept | merged.get(name, {})
    given.marks = replace(sheet, by_submission=merged)
    return given
