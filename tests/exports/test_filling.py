"""A platform's gradebook gets the grades of those who are in it, by its column rules, and nothing else changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from grader.batch.counted import counted
from grader.batch.entries import Person
from grader.errors import UsageError
from grader.exports import command, results
from tests.exports import class_book
from tests.exports.class_book import CANVAS, by_rules

if TYPE_CHECKING:
    from grader.batch.gradebook import Gradebook
    from grader.exports.columns import Name
    from grader.exports.told import Told

OPTIONS: dict[str, Any] = {
    "into": None, "column": None, "comments": False, "scale": False, "missing_as_zero": False,
}  # fmt: skip


def exported(book: Gradebook, name: Name, file: str | bytes | None, **options: Any) -> Told:
    if file is not None:
        options["into"] = book.path.with_name("theirs.csv")
        options["into"].write_bytes(file.encode() if isinstance(file, str) else file)
    return command._for(name, book, counted(book, "hw1"), OPTIONS | options)


def test_canvas_is_filled_in_one_column_and_stays_as_it_is_otherwise(book: Gradebook) -> None:
    told = exported(book, "canvas", CANVAS)
    expected = CANVAS.replace('early""",,4.50', 'early""",8,4.50').replace('"A\nB",6,EX', '"A\nB",7.5,EX')
    assert told.data.decode() == expected
    assert [row["Homework 1 (501)"] for row in by_rules(told.data)][2:] == ["8", "7.5", "EX", "", ""]
    assert told.lost
    theirs = book.path.with_name("theirs.csv")
    assert told.line == f"2 grades put into 'Homework 1 (501)' of {theirs}"
    assert told.lists == {
        "Another grade stood there before:": [("benshaw", "6, now 7.5")],
        "Excused on the platform, and left so:": [('Çem "Ç" Kaya', "would have 3.3333")],
        "No grade, because the result is incomplete by a fault of the grader:": [("Dora Lee", "")],
        "No grade, because what was handed in cannot be read:": [("Eve Moss", "It is broken.")],
        f"In the gradebook, and not in {theirs}:": [("Eve Moss", ""), ("Zoe Stranger", "")],
        f"In {theirs}, without a result, and left as it was:": [("Absent, Ann", "")],
    }


def test_a_filled_file_is_filled_again_without_a_change(book: Gradebook) -> None:
    once = exported(book, "canvas", CANVAS).data
    again = exported(book, "canvas", once)
    assert again.data == once
    assert again.line.startswith("0 grades")
    assert again.line.endswith(", 2 stood there already")


BLACKBOARD = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Homework 1 [Total Pts: 10 Score] |77"\n'
    '"Byron"\t"Ada"\t"ada"\t"S11"\t""\t""\n'
    '"Shaw"\t"Ben"\t"ben"\t"S12"\t"=x"\t"Needs Grading(6.0)"\n'
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,Homework 1 Points Grade <Numeric MaxPoints:10 Weight:5>,"
    "End-of-Line Indicator\r\n#S11,#ada,Byron,Ada,,#\r\n#S12,#ben,Shaw,Ben,1,#\r\n"
)
MOODLE = (
    '\ufeffIdentifier,"Full name","Email address",Status,Grade,"Maximum Grade","Last modified (grade)",'
    '"Feedback comments"\n'
    '"Participant 501","Ada Byron",ADA@uni.edu,"Submitted for grading - ",,"10,00","Friday, 2 October 2026, 3:00 PM",\n'
    '"Participant 502","Ben Shaw",ben@uni.edu,"No submission","7,50","10,00",-,"=Kept"\n'
)


def test_blackboards_own_encoding_tabs_and_quotes_stay(book: Gradebook) -> None:
    told = exported(book, "blackboard", BLACKBOARD.encode("utf-16"))
    rows = by_rules(told.data, "utf-16", "\t")
    assert [row["Homework 1 [Total Pts: 10 Score] |77"] for row in rows] == ["8", "7.5"]
    expected = BLACKBOARD.replace('""\t""\n', '""\t"8"\n').replace("Needs Grading(6.0)", "7.5")
    assert told.data == expected.encode("utf-16")


def test_a_column_that_blackboard_shows_otherwise_is_noted(book: Gradebook) -> None:
    told = exported(book, "blackboard", BLACKBOARD.replace("10 Score", "10 Percentage"))
    assert "shows the column as Percentage, and these are points" in told.lists["Please note:"][0][0]
    assert "Please note:" not in exported(book, "blackboard", BLACKBOARD).lists


def test_brightspace_keeps_its_last_column(book: Gradebook) -> None:
    told = exported(book, "brightspace", BRIGHTSPACE)
    assert told.data.decode() == BRIGHTSPACE.replace("Ada,,#", "Ada,8,#").replace("Ben,1,#", "Ben,7.5,#")
    assert {row["End-of-Line Indicator"] for row in by_rules(told.data)} == {"#"}


def test_moodles_worksheet_is_filled_with_its_own_comma_and_comments_where_nobody_wrote_one(book: Gradebook) -> None:
    told = exported(book, "moodle", MOODLE, comments=True)
    comment = "Forward pass: 8/6; Essay: 1/4 (Good.); -1: One day late."
    lines = MOODLE.splitlines(keepends=True)
    lines[1] = lines[1].replace('- ",,"10,00"', '- ",8,"10,00"').replace('PM",\n', f'PM",{comment}\n')
    assert told.data.decode() == "".join(lines)
    assert told.lists["A comment stood there already, and was left:"] == [("benshaw", "")]
    assert told.line.startswith("1 grade put into")


def test_a_comma_is_written_where_the_platform_writes_commas(book: Gradebook) -> None:
    told = exported(book, "moodle", MOODLE.replace('"7,50"', '"6,50"'))
    assert by_rules(told.data)[1]["Grade"] == "7,5"


def test_moodles_hyphen_is_no_grade(book: Gradebook) -> None:
    file = "Email address,Assignment: Homework 1 (Real)\nada@uni.edu,-\nx@uni.edu,-\n"
    told = exported(book, "moodle", file)
    assert told.data.decode() == file.replace("ada@uni.edu,-", "ada@uni.edu,8")
    assert "Another grade stood there before:" not in told.lists


def test_points_that_differ_are_said_and_converted_only_when_asked(book: Gradebook) -> None:
    file = CANVAS.replace("Possible,,,,,10", "Possible,,,,,100")
    told = exported(book, "canvas", file)
    assert by_rules(told.data)[2]["Homework 1 (501)"] == "8"
    assert told.lists["Please note:"][0][0].endswith("as they are; --scale converts them.")
    told = exported(book, "canvas", file, scale=True)
    assert by_rules(told.data)[2]["Homework 1 (501)"] == "80"
    with pytest.raises(UsageError, match="does not say how many points"):
        exported(book, "canvas", CANVAS.replace("    Points Possible,,,,,10,5,(read only)\r\n", ""), scale=True)


def test_a_zero_for_nothing_is_given_only_when_asked_and_nobody_is_in_doubt(book: Gradebook) -> None:
    with pytest.raises(UsageError, match=r"2 of the gradebook are not found in .*: leave --missing-as-zero away"):
        exported(book, "canvas", CANVAS, missing_as_zero=True)
    whole = CANVAS + '"Stranger, Zoe",99,,,A,,,\r\n"Moss, Eve",15,,,A,,,\r\n'
    told = exported(book, "canvas", whole, missing_as_zero=True)
    column = [row["Homework 1 (501)"] for row in by_rules(told.data)][2:]
    assert column == ["8", "7.5", "EX", "", "0", "5", ""]
    assert not told.lost
    assert told.zeros == ["Absent, Ann"]
    assert not any("Absent, Ann" in names for entries in told.lists.values() for names, _ in entries)


def test_two_who_are_found_in_one_row_and_a_name_of_two_rows_are_listed_and_left(book: Gradebook) -> None:
    class_book.add(book, Person("ada@old.edu", "", "ada@uni.edu"), 1.0)
    class_book.add(book, Person("fay", "Fay Wu"), 2.0)
    file = "Student,ID,Email,Homework 1 (5)\nAda Byron,11,ada@uni.edu,\nFay Wu,20,,\nFay Wu,21,,\n"
    others = "".join(f",{number},,\n" for number in (12, 13, 14, 15, 99))
    told = exported(book, "canvas", file + others)
    assert told.data.decode().startswith(file)
    theirs = book.path.with_name("theirs.csv")
    assert told.lists[f"Whom {theirs} means cannot be told:"] == [
        ("Fay Wu: 2 people there have this name", ""),
        ("Ada Byron: Ada Byron (11) and ada@uni.edu (ada@old.edu) are all found here", ""),
    ]
    assert told.lost


def test_a_group_stands_for_its_members(book: Gradebook) -> None:
    class_book.add(book, Person("team 4", "team 4", "", {"group": "team 4"}), 6.0)
    told = exported(book, "moodle", "Identifier,Full name,Group,Grade\n1,X A,Team 4,\n2,X B,Team 4,\n3,X C,Team 5,\n")
    assert [row["Grade"] for row in by_rules(told.data)] == ["6", "6", ""]


HOSTILE = ["=1+1", "@x", "-2+3", '=HYPERLINK("http://x","y")', "\tx", "+1"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_is_no_formula_and_no_markup(book: Gradebook, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "comment", lambda *_: text + " <b>")
    told = exported(
        book, "moodle", "Identifier,Email address,Grade,Feedback comments\n1,ada@uni.edu,,\n", comments=True
    )
    (row,) = by_rules(told.data)
    assert row["Feedback comments"] == f"'{text} &lt;b&gt;"


def test_a_comment_says_that_checks_are_held_back_and_not_how_many(book: Gradebook) -> None:
    found = counted(book, "hw1")[0]
    assert "Further checks" not in results.comment(book, found)
    assert list(results._parts({"items": [], "max_score": 9.0}, 10.0)) == ["Further checks are not shown here."]
