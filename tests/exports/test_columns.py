"""Which column of a platform's gradebook is meant, and how many points it has."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.errors import UsageError
from grader.exports import columns
from grader.exports.worksheet import Row, Worksheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.exports.columns import Name

NAMES = ("hw1", "Homework 1")
BLACKBOARD = "Homework 1 [Total Pts: 20 Score] |7"


def sheet(header: Sequence[str], *rows: Sequence[str]) -> Worksheet:
    return Worksheet(Path("book.csv"), [Row(tuple(row), "\n") for row in (header, *rows)], ",")


FOUND: dict[str, tuple[Name, Sequence[str], str | None, int, float | None]] = {
    "Canvas, by the assignment's title": ("canvas", ("Student", "ID", "Quiz (1)", "homework  1 (22)"), None, 3, None),
    "Canvas, by its slug": ("canvas", ("Student", "HW1 (22)", "HW10 (23)"), None, 1, None),
    "Canvas, by id": ("canvas", ("Student", "HW1 (22)", "HW1 (23)"), "23", 2, None),
    "Canvas, by the whole header": ("canvas", ("Student", "HW1 (22)", "HW1 (23)"), "HW1 (22)", 1, None),
    "Blackboard": ("blackboard", ("Username", "Total [Total Pts: up to 50 Score] |3", BLACKBOARD), None, 2, 20.0),
    "Blackboard, by title": ("blackboard", ("Username", "A [Total Pts: 2.5 Score] |3", BLACKBOARD), "a", 1, 2.5),
    "Brightspace": ("brightspace", ("Username", "HW1 Points Grade", "Quiz Points Grade"), None, 1, None),
    "Brightspace, with points": (
        "brightspace",
        ("Username", "Homework 1 Points Grade <Numeric MaxPoints:12.5 Weight:10>"),
        None,
        1,
        12.5,
    ),
    "Moodle's worksheet": ("moodle", ("Identifier", "Grade", "Maximum Grade"), None, 1, None),
    "Moodle's gradebook": ("moodle", ("Email address", "Quiz: HW1 (Real)", "Assignment: HW1b (Real)"), None, 1, None),
    "Moodle in another language": ("moodle", ("Identifier", "Bewertung"), "Bewertung", 1, None),
}


@pytest.mark.parametrize(("name", "header", "said", "place", "points"), FOUND.values(), ids=FOUND.keys())
def test_a_column_is_found_by_its_title(
    name: Name, header: Sequence[str], said: str | None, place: int, points: float | None
) -> None:
    found = columns.chosen(sheet(header), columns.PLATFORMS[name], said, NAMES)
    assert (found.place, found.header, found.points) == (place, header[place], points)


REFUSED: dict[str, tuple[Name, Sequence[str], str | None, str]] = {
    "no such title": (
        "canvas",
        ("Student", "Quiz (1)", "Exam (2)"),
        None,
        "book.csv has no column of Canvas for 'hw1' or 'Homework 1': name one with --column; there are 'Quiz', 'Exam'.",
    ),
    "no column of marks": ("brightspace", ("Username", "x"), None, "nor any other column of marks: is it the file"),
    "a title of two": ("canvas", ("HW1 (1)", "HW1 (2)"), None, "say one whole, --column 'HW1 (1)' or 'HW1 (2)'."),
    "people's names": ("canvas", ("Student", "HW (1)"), "Student", "no column of Canvas for 'Student'"),
    "what Canvas works out": ("canvas", ("Final Score (read only)",), "Final Score (read only)", "no column of Canvas"),
    "no name at all": ("canvas", ("Student", "", "HW1 (1)"), "!", "no column of Canvas for '!'"),
}


@pytest.mark.parametrize(("name", "header", "said", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_a_column_is_never_guessed(name: Name, header: Sequence[str], said: str | None, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        columns.chosen(sheet(header), columns.PLATFORMS[name], said, NAMES)
    assert sentence in str(caught.value)


def test_points_stand_in_canvas_row_of_points_or_in_moodles_own_column() -> None:
    canvas = sheet(("Student", "HW1 (1)"), ("", "Manual Posting"), ("    Points Possible", "40"), ("Ada", "3"))
    assert columns.points_possible(canvas, columns.Column(1, "HW1 (1)", "HW1")) == 40
    moodle = sheet(("Identifier", "Grade", "Maximum Grade"), ("1", "", "100,00"), ("2", "", "100,00"))
    assert columns.points_possible(moodle, columns.Column(1, "Grade", "Grade")) == 100
    assert columns.points_possible(moodle, columns.Column(1, "HW (Real)", "HW")) is None


def test_comments_go_into_the_column_that_belongs_to_the_grades() -> None:
    header = ("Email address", "A (Feedback)", "A (Real)", "B (Real)", "B (Feedback)")
    (first, second) = columns.columns(header, columns.PLATFORMS["moodle"])
    assert columns.feedback(sheet(header), columns.PLATFORMS["moodle"], first) == 1
    assert columns.feedback(sheet(header), columns.PLATFORMS["moodle"], second) == 4
    with pytest.raises(UsageError, match="Canvas takes no comments"):
        columns.feedback(sheet(header), columns.PLATFORMS["canvas"], first)
    with pytest.raises(UsageError, match="has no column for comments"):
        columns.feedback(sheet(("Email", "A (Real)", "B (Feedback)")), columns.PLATFORMS["moodle"], first)
