"""Points by hand that a gradebook knows already stay, unless a sheet has a line for them or the rubric no place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.given import with_earlier
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.batch.hashes import of_marks
from grader.marks import Marks
from grader.points import Mark
from grader.report.as_json import to_json
from grader.rubric import Assignment, RubricItem
from grader.score import ItemResult, ScoreReport

if TYPE_CHECKING:
    from pathlib import Path

RUBRIC = Assignment(
    "hw1",
    title="HW",
    total=6,
    files=("net.py",),
    items=(RubricItem("essay", "E", by_hand=4), RubricItem("talk", "T", by_hand=2)),
)
NAMES = ("ana", "ben", "cem")


def add(book: Gradebook, name: str, content: str = "c", **marks: float) -> None:
    items = tuple(ItemResult(item, item, given, 9.0, by_hand=9.0, marked=given) for item, given in marks.items())
    text = to_json(ScoreReport("hw1", "HW", name, 1.0, 9.0, "graded", "strict", {}, items))
    hashed = of_marks({item: Mark(given) for item, given in marks.items()})
    handed = Handed((Person(name),), 1, name, content, "s", hashed)
    book.add(book.begin("hw1", "s"), handed, Result("graded", 0.1, 1.0, 9.0, text, text), "graded", "")


def test_what_a_sheet_has_a_line_for_is_decided_there_and_all_else_stays(tmp_path: Path) -> None:
    sheet = Marks("m.csv", {"ana": {"talk": Mark(2.0)}}, {("ana", "talk"): 2, ("ben", "essay"): 3})
    with Gradebook(tmp_path / "book.sqlite") as book:
        add(book, "ana", essay=3.0, talk=1.0)
        add(book, "ben", essay=1.0)
        add(book, "cem", "old", essay=4.0)
        add(book, "away", essay=4.0)
        given = with_earlier(book, RUBRIC, NAMES, sheet)
    assert given.marks.of("ana") == {"essay": Mark(3.0), "talk": Mark(2.0)}
    assert given.marks.of("ben") == {}
    assert given.marks.of("cem") == {"essay": Mark(4.0)}
    assert given.contents == {"ana": "c", "cem": "old"}
    assert given.marks.of("away") == {}


def test_a_result_without_a_report_in_between_loses_no_marks_and_one_without_marks_ends_them(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "book.sqlite") as book:
        add(book, "ana", essay=3.0)
        handed = Handed((Person("ana"),), 1, "ana", "broken", "s", "x")
        book.add(book.begin("hw1", "s"), handed, Result("unreadable", 0.1, note="It is no archive."), "regraded", "")
        add(book, "ben", essay=3.0)
        add(book, "ben")
        given = with_earlier(book, RUBRIC, NAMES, Marks())
    assert given.marks.of("ana") == {"essay": Mark(3.0)}
    assert given.marks.of("ben") == {}


def test_marks_without_a_place_in_the_rubric_are_named_and_left_away(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "book.sqlite") as book:
        add(book, "ana", essay=4.5, gone=1.0, talk=2.0)
        given = with_earlier(book, RUBRIC, NAMES, Marks())
    assert given.marks.of("ana") == {"talk": Mark(2.0)}
    assert sorted(given.lost) == [("ana", "essay: 4.5"), ("ana", "gone: 1")]
