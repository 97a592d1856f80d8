"""Points that a person has yet to give: until then a result is no grade, unless somebody says so."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from grader import marks, sheets
from grader.batch.counted import counted, looked_at
from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.exports import results
from grader.points import Mark
from grader.report.as_json import to_json
from grader.rubric import Assignment, RubricItem
from grader.score import ItemResult, ScoreReport
from tests.command import grade
from tests.exports import class_book
from tests.exports.class_book import by_rules

if TYPE_CHECKING:
    from pathlib import Path

CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (501)\n"Ng, Uma",21,,,A,8\n"Ng, Max",22,,,A,\n'


def report(marked: float | None) -> ScoreReport:
    essay = ItemResult("essay", "Essay", marked or 0.0, 4.0, by_hand=4.0, marked=marked)
    items = (ItemResult("forward", "Forward", 6.0, 6.0), essay)
    return ScoreReport("hw1", "Homework 1", "x", 6.0 + (marked or 0.0), 10.0, "graded", "strict", {}, items)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    (tmp_path / "theirs.csv").write_text(CANVAS)
    with Gradebook(tmp_path / "reports/gradebook.sqlite") as book:
        for key, name, marked in (("21", "Uma Ng", None), ("22", "Max Ng", 0.0)):
            text = to_json(report(marked))
            handed = Handed((Person(key, name, "", {"canvas_id": key}),), 1, key, "c", "s")
            result = Result("graded", 0.1, 6.0, 10.0, text, text)
            book.add(book.begin("hw1", "s"), handed, result, "graded", "It was handed in.")
    return tmp_path


def test_who_is_to_be_marked_gets_no_grade_and_is_listed_unless_it_is_asked_for(place: Path) -> None:
    words = ("export", "--to", "canvas", "--into", "theirs.csv", "-o", "up.csv")
    done = grade(place, *words)
    assert done.stdout.startswith("up.csv: 1 grade put into")
    assert "1 person has points to be given by hand, no grade until then" in done.stdout
    assert "\n  Uma Ng: 4 to be marked\n" in done.stdout
    assert (place / "up.csv").read_text() == CANVAS.replace("22,,,A,", "22,,,A,6")
    done = grade(place, *words, "--with-unmarked")
    assert "1 person has points to be given by hand, written as it stands:\n  Uma Ng" in done.stdout
    assert (place / "up.csv").read_text() == CANVAS.replace("22,,,A,", "22,,,A,6").replace("A,8", "A,6")


def test_tables_tell_an_unmarked_item_from_one_marked_with_nothing(place: Path) -> None:
    def rows(*words: str) -> list[list[str]]:
        grade(place, "export", "--to", "csv", "-o", "all.csv", *words)
        names = ("score", "max_score", "to_be_marked", "item.forward", "item.essay")
        return [[row[name] for name in names] for row in by_rules((place / "all.csv").read_bytes())]

    assert rows() == [["", "10", "4", "6", ""], ["6", "10", "0", "6", "0"]]
    assert rows("--with-unmarked")[0] == ["6", "10", "4", "6", ""]
    uma, max_ = json.loads(grade(place, "export", "--to", "json", "-o", "-").stdout)["people"]
    assert (uma["score"], uma["to_be_marked"], uma["items"][1]["points"]) == (None, 4.0, None)
    assert (max_["score"], max_["to_be_marked"], max_["items"][1]["points"]) == (6.0, 0.0, 0.0)


def test_a_comment_and_the_history_say_what_is_to_be_marked(place: Path) -> None:
    with Gradebook(place / "reports/gradebook.sqlite") as book:
        uma, max_ = looked_at(book, counted(book, "hw1"), taken=True)
        assert results.comment(book, uma) == "Forward: 6/6; Essay: 0/4, 4 to be marked by hand"
        assert results.comment(book, max_) == "Forward: 6/6; Essay: 0/4"
    assert "graded, 4 to be marked" in grade(place, "history", "Uma Ng").stdout
    (told,) = json.loads(grade(place, "history", "Uma Ng", "--json").stdout)["results"]
    assert told["to_be_marked"] == 4.0


def test_who_has_another_fault_is_not_listed_as_unmarked(place: Path) -> None:
    with Gradebook(place / "reports/gradebook.sqlite") as book:
        class_book.add(book, class_book.EVE, None, status="unreadable")
    done = grade(place, "export", "--to", "csv", "-o", "all.csv")
    assert "1 person has points" in done.stdout
    assert "cannot be read:\n  Eve Moss" in done.stdout


def test_the_sheet_to_fill_in_says_whose_each_line_is(place: Path) -> None:
    (place / "reports/21.json").write_text(to_json(replace(report(None), submission="21")))
    rubric = Assignment(
        "hw1",
        title="HW",
        total=10,
        files=("net.py",),
        items=(RubricItem("forward", "F"), RubricItem("essay", "E", by_hand=4)),
    )
    with Gradebook(place / "reports/gradebook.sqlite") as book:
        book.know([Person("21", "=Uma Ng")])
    sheet = sheets.sheet(rubric, [place / "reports"])
    (row,) = by_rules(sheet.encode())
    assert [row[name] for name in ("submission", "name", "item", "points")] == ["21", "'=Uma Ng", "essay", ""]
    (place / "filled.csv").write_text(sheet.replace('"essay",""', '"essay","3"'))
    assert marks.read(place / "filled.csv", rubric, ["21"]).of("21") == {"essay": Mark(3.0)}
    (place / "reports/gradebook.sqlite").unlink()
    assert "name" not in by_rules(sheets.sheet(rubric, [place / "reports"]).encode())[0]
