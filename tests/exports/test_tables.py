"""Exports that are made anew: our own table and JSON, and files for platforms whose gradebook is not at hand."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.batch.counted import counted
from grader.batch.entries import Person
from grader.errors import UsageError
from grader.exports import fresh, ours
from grader.marks import harmless
from tests.exports import class_book
from tests.exports.class_book import by_rules

if TYPE_CHECKING:
    from grader.batch.gradebook import Gradebook
    from grader.exports.columns import Name


def test_our_table_has_a_line_for_each_person_and_a_column_for_each_item(book: Gradebook) -> None:
    told = ours.table(book, counted(book, "hw1"))
    rows = {row["person"]: row for row in by_rules(told.data)}
    ada, cem, dora, eve = (rows[key] for key in ("11", "13", "14", "15"))
    columns = ("name", "email", "sis_login_id", "score", "max_score", "status", "late", "item.forward", "item.essay")
    assert [ada[name] for name in columns] == ["Ada Byron", "ada@uni.edu", "ada", "8", "10", "graded", "no", "8", "1"]
    assert (cem["score"], cem["name"]) == ("3.3333", 'Çem "Ç" Kaya')
    for row, status in ((dora, "incomplete"), (eve, "unreadable")):
        assert [row[name] for name in columns[3:]] == ["", "", status, "no", "", ""]
    assert eve["note"] == "It is broken."
    assert "No grade, because what was handed in cannot be read:\n  Eve Moss: It is broken." in told.text()


def test_our_json_says_the_same_with_titles_and_maxima(book: Gradebook) -> None:
    tree = json.loads(ours.tree(book, counted(book, "hw1")).data)
    people = {entry["person"]: entry for entry in tree["people"]}
    assert (tree["format"], tree["assignment"]) == (1, "hw1")
    assert people["13"]["score"] == 10 / 3
    assert people["11"]["items"][1] == {"id": "essay", "title": "Essay", "points": 1.0, "max_points": 4.0}
    assert (people["14"]["score"], people["14"]["items"], people["14"]["status"]) == (None, [], "incomplete")


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-x", "+x", "\tx", '=cmd|"/c calc"!A1', "a\nb,c", "x\x1b[2J"])
def test_a_hostile_name_is_no_formula_and_stays_in_its_cell(book: Gradebook, text: str) -> None:
    class_book.add(book, Person("hostile", text, "", {"canvas_id": text}), 1.0)
    found = [one for one in counted(book, "hw1") if one.key == "hostile"]
    (row,) = by_rules(ours.table(book, found).data)
    expected = ("'" if text[0] in "=@-+\t" else "") + text
    assert (row["name"], row["canvas_id"], row["score"]) == (expected, expected, "1")
    canvas = by_rules(fresh.make("canvas", found, "HW", None).data)[1]
    assert (canvas["ID"], canvas["HW"]) == (expected, "1")
    assert json.loads(ours.tree(book, found).data)["people"][0]["person"] == "hostile"


FILES: dict[Name, tuple[Person, str | None, dict[str, str]]] = {
    "canvas": (
        Person("1", "Jo Poe", "", {"canvas_id": "1", "sis_user_id": "S1"}),
        "HW (7)",
        {"Student": "Jo Poe", "ID": "1", "SIS User ID": "S1", "SIS Login ID": "", "Section": "", "HW (7)": "2.5"},
    ),
    "blackboard": (
        Person("jo", "", "", {"username": "jo"}),
        "HW [Total Pts: 10 Score] |7",
        {"Username": "jo", "HW [Total Pts: 10 Score] |7": "2.5"},
    ),
    "brightspace": (
        Person("8", "", "", {"org_defined_id": "8"}),
        "HW",
        {"OrgDefinedId": "8", "Username": "", "HW Points Grade": "2.5", "End-of-Line Indicator": "#"},
    ),
    "moodle": (
        Person("jo@x.edu", "", "jo@x.edu"),
        None,
        {"Email address": "jo@x.edu", "ID number": "", "Username": "", "Grade": "2.5"},
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_platforms_columns_are_made_for_those_with_an_id_of_it(book: Gradebook, name: Name) -> None:
    person, column, expected = FILES[name]
    class_book.add(book, person, 2.5, slug="hw2")
    class_book.add(book, Person("none", "No Id"), 9.0, slug="hw2")
    told = fresh.make(name, counted(book, "hw2"), column, None)
    rows = by_rules(told.data)
    assert rows.pop() == expected
    assert [row["Student"].strip() for row in rows] == (["Points Possible"] if name == "canvas" else [])
    assert [names for title, names in told.lists.items() if title.startswith("Without an id")] == [[("No Id", "")]]
    assert told.lost


@pytest.mark.parametrize(
    ("name", "column", "said"),
    [
        ("canvas", None, "Name the gradebook that Canvas gave you with --into, or the column to make with --column."),
        ("blackboard", "HW", "Blackboard knows a column by the number in its header"),
    ],
)
def test_a_column_that_a_platform_would_not_know_is_refused(
    book: Gradebook, name: Name, column: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        fresh.make(name, counted(book, "hw1"), column, None)


def test_no_comment_is_markup_in_a_file_made_anew(book: Gradebook) -> None:
    class_book.add(book, Person("jo@x.edu", "", "jo@x.edu"), 2.5, slug="hw2")
    told = fresh.make("moodle", counted(book, "hw2"), None, {"jo@x.edu": "=1+1 <img src=x onerror=alert(1)>"})
    assert by_rules(told.data)[0]["Feedback"] == "'=1+1 &lt;img src=x onerror=alert(1)&gt;"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("=1+1", "'=1+1"),
        ("Ada;=1+1;x", "Ada;'=1+1;x"),  # which is a cell of its own where semicolons part a line
        ('Ada;"@x', "Ada;\"'@x"),
        ("Essay: 1/4; -1: late", "Essay: 1/4; -1: late"),
        ("&lt;=1+1", "&lt;'=1+1"),
        ("Ada;Ben", "Ada;Ben"),
        ("1-2=3", "1-2=3"),
    ],
)
def test_no_cell_is_a_formula_in_a_spreadsheet_of_any_language(text: str, shown: str) -> None:
    assert harmless(text) == shown
