"""Marks as CSV: nothing that a spreadsheet would compute goes out, nothing that is unclear comes in."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader import marks, points
from grader.errors import UsageError
from grader.points import Given, Mark
from grader.rubric import Assignment, Matches, RubricItem
from grader.score import CheckResult, ScoreReport

if TYPE_CHECKING:
    from pathlib import Path

    from grader.score import ItemResult

RUBRIC = Assignment(
    "marked",
    title="Marked",
    files=("code.py",),
    total=20,
    items=(
        RubricItem("essay", "Essay", by_hand=4),
        RubricItem("code", "Code", (Matches("forward", points=6),)),
        RubricItem("plots", "Plots", (Matches("curve", points=5),), override=True),
        RubricItem("theory", "Theory", (Matches("numbers", points=3),), by_hand_without="answers.json"),
        RubricItem("both", "Both", (Matches("half", points=1),), by_hand=1),
    ),
)
HEAD = "submission,item,points,comment\n"
NAMES = ("ana", "ben")


def read(path: Path, text: str | bytes) -> marks.Marks:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return marks.read(path, RUBRIC, NAMES)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "marks.csv"


@pytest.mark.parametrize(
    "text",
    [
        HEAD + "ana,essay,2.5,Good.\n",
        "\ufeff" + HEAD + "ana,essay,2.5,Good.\r\n",
        "submission;item;points;comment\nana;essay;2,5;Good.\n",
        "Submission , ITEM,points,comment,,\n ana , essay , 2.50 , Good. ,,\n,,,,\n",
        "item,comment,points,submission,title,of\nessay,Good.,+2.5,ana,Essay,4\n",
        '"submission","item","points","comment"\n"ana","essay","2.5","Good."',
        HEAD.replace("\n", "\r") + "ana,essay,2.5,Good.\r",
    ],
)
def test_marks_are_read_however_a_spreadsheet_writes_them(file: Path, text: str) -> None:
    assert read(file, text).of("ana") == {"essay": Mark(2.5, "Good.")}


def test_a_line_without_points_leaves_what_is_there_and_may_have_a_comment(file: Path) -> None:
    found = read(file, HEAD + "ana,essay,,\nana,plots,,Labels?\nben,essay,0,\n")
    assert found.of("ana") == {"plots": Mark(None, "Labels?")}
    assert found.of("ben") == {"essay": Mark(0.0, "")}
    assert found.of("nobody") == {}


def test_a_comment_may_have_lines_commas_and_quotes(file: Path) -> None:
    found = read(file, HEAD + 'ana,essay,1,"a, ""b"";\nc"\nben,essay,2,d\n')
    assert found.of("ana")["essay"].comment == 'a, "b";\nc'
    assert found.lines == {("ana", "essay"): 2, ("ben", "essay"): 4}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("anna,essay,1,", "line 2: there is no submission 'anna' here, nor a report of one. Did you mean 'ana'?"),
        ("ana,essai,1,", "line 2: marked has no rubric item 'essai'. Did you mean 'essay'?"),
        ("ana,code,1,", "line 2: 'code' has no points by hand, nor may it be overridden."),
        ("ana,essay,4.01,", "line 2: 4.01 points for 'essay': from 0 to 4 can be given."),
        ("ana,essay,-1,", "line 2: -1 points for 'essay': from 0 to 4 can be given."),
        ("ana,plots,5.5,", "line 2: 5.5 points for 'plots': from 0 to 5 can be given."),
        ("ana,theory,4,", "line 2: 4 points for 'theory': from 0 to 3 can be given."),
        ("ana,both,2,", "line 2: 2 points for 'both': from 0 to 1 can be given."),
        ("ana,essay,two,", "line 2: 'two' is no number of points."),
        ("ana,essay,nan,", "line 2: 'nan' is no number of points."),
        ("ana,essay,inf,", "line 2: 'inf' is no number of points."),
        ("ana,essay,1e0,", "line 2: '1e0' is no number of points."),
        ("ana,essay,1_0,", "line 2: '1_0' is no number of points."),
        ("ana,essay,\u0663,", "line 2: '\u0663' is no number of points."),
        ("ana,essay,3/4,", "line 2: '3/4' is no number of points."),
        ("ana,essay,=1+1,", "line 2: '=1+1' is no number of points."),
        ("ana,essay,1,a\n\nana,essay,1,b", "line 4: 'essay' of 'ana' stands in line 2 already."),
        ("ana,essay,,\nana,essay,1,b", "line 3: 'essay' of 'ana' stands in line 2 already."),
        ("ana,essay,1,\n,essay,1,", "line 3: there is no submission '' here"),
        ("ana,essay,1,a,b", "line 2: there are more cells than the 4 columns."),
        ('ana,essay,1,"a\nben,essay,1,', "line 2: this is no CSV (unexpected end of data)."),
        ("ana,essay,1," + "x" * 8001, "line 2: the comment has more than 8000 characters: shorten it."),
        ("ana,essay,1," + "x" * 200_000, "line 2: this is no CSV (field larger than field limit"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused_with_file_and_line(file: Path, rows: str, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(file, HEAD + rows + "\n")
    assert str(refused.value).startswith(f"{file}, {said}")
    assert refused.value.exit_status == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: the columns are missing: submission, item, points, comment."),
        ("\n\n", "line 1: the columns are missing"),
        ("submission,item\n", "line 1: the column 'points' is missing."),
        ("submission,item,points,coment\n", "line 1: there is no column 'coment' of marks. Did you mean 'comment'?"),
        ("submission,item,points,item\n", "line 1: the column 'item' is there twice."),
        ("ana,essay,1,\n", "line 1: there is no column 'ana' of marks."),
        (HEAD.encode("utf-16"), "line 1: this is no UTF-8: save the file as CSV in UTF-8."),
        (HEAD.encode() + b"ana,essay,1,sch\xf6n\n", "line 2: this is no UTF-8"),
        (b"PK\x03\x04\x00\xff", "line 1: this is no UTF-8"),
    ],
)
def test_what_is_no_file_of_marks_is_refused(file: Path, text: str | bytes, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        read(file, text)
    assert str(refused.value).startswith(f"{file}, {said}")


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"nowhere.csv cannot be read: no such file"):
        marks.read(tmp_path / "nowhere.csv", RUBRIC, NAMES)
    with pytest.raises(UsageError, match="cannot be read: is a directory"):
        marks.read(tmp_path, RUBRIC, NAMES)


def scored(files: tuple[str, ...] = (), /, **given: Mark) -> dict[str, ItemResult]:
    results = {check.id: CheckResult(check.id, "", "passed", 0.0, 0.0) for check in RUBRIC.checks()}
    made = points.of_items(RUBRIC, results, Given(set(results), files, given))
    return {item.id: item for item in made}


def test_points_by_hand_are_added_to_those_of_the_checks() -> None:
    items = scored(both=Mark(0.5, "half"), essay=Mark(3.0))
    told = items["both"]
    assert (told.points, told.max_points, told.marked, told.automatic) == (1.5, 2.0, 0.5, None)
    assert told.comment == "half"
    assert items["essay"].points == 3.0


def test_an_override_stands_for_the_whole_item_with_the_automatic_points_beside_it() -> None:
    told = scored(plots=Mark(2.0))["plots"]
    assert (told.points, told.max_points, told.marked, told.automatic) == (2.0, 5.0, 2.0, 5.0)
    assert [check.points for check in told.checks] == [5.0]


def test_a_comment_alone_leaves_the_points_as_they_are() -> None:
    told = scored(plots=Mark(None, "Labels?"))["plots"]
    assert (told.points, told.marked, told.automatic, told.comment) == (5.0, None, None, "Labels?")


def test_without_its_file_an_item_is_marked_by_hand_and_with_it_by_its_checks() -> None:
    bare, told = scored()["theory"], scored(("sub/Answers.json",))["theory"]
    assert (bare.points, bare.max_points, bare.by_hand, bare.checks) == (0.0, 3.0, 3.0, ())
    assert bare.note == "answers.json was not handed in, so a person gives these points."
    assert (told.points, told.max_points, told.by_hand, len(told.checks)) == (3.0, 3.0, 0.0, 1)
    assert scored(theory=Mark(2.0))["theory"].points == 2.0


def test_a_mark_where_the_file_was_handed_in_is_refused_for_that_submission(file: Path) -> None:
    found = read(file, HEAD + "ana,theory,2,\n")
    assert found.misfit("ana", scored(theory=Mark(2.0)).values(), RUBRIC) is None
    wrong = found.misfit("ana", scored(("answers.json",), theory=Mark(2.0)).values(), RUBRIC)
    expected = f"{file}, line 2: answers.json was handed in, so the checks give the points of 'theory'."
    assert str(wrong) == expected


def report(name: str = "ana", /, **given: Mark) -> ScoreReport:
    items = tuple(scored(**given).values())
    return ScoreReport("marked", "Marked", name, 0.0, 0.0, "graded", "", {}, items)


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def test_the_sheet_has_a_line_for_all_that_a_person_gives_or_may_give() -> None:
    assert rows(marks.template(RUBRIC, [report()])) == [
        ["submission", "item", "points", "comment", "of", "automatic", "title"],
        ["ana", "essay", "", "", "4", "", "Essay"],
        ["ana", "plots", "", "", "5", "5", "Plots"],
        ["ana", "theory", "", "", "3", "", "Theory"],
        ["ana", "both", "", "", "1", "1", "Both"],
    ]


def test_the_sheet_keeps_what_is_marked_already_and_reads_back_to_the_same_marks(file: Path) -> None:
    given = {
        "essay": Mark(2.5, "=1+1 is\nno answer"),
        "plots": Mark(4.0, "-"),
        "both": Mark(0.0, "'@x"),
        "theory": Mark(None, "?"),
    }
    text = marks.template(RUBRIC, [report(**given)])
    assert rows(text)[2] == ["ana", "plots", "4", "'-", "5", "5", "Plots"]
    assert read(file, text.encode("utf-8-sig")).of("ana") == given


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1", "'=1", "''-1"])
def test_no_cell_begins_a_formula(cell: str) -> None:
    hostile = report(cell)
    items = tuple(replace(item, title=cell, comment=cell) for item in hostile.items)
    for row in rows(marks.template(RUBRIC, [replace(hostile, items=items)]))[1:]:
        assert all(value.startswith("'") or not marks._FORMULA.match(value) for value in row)
        assert [row[0], row[3], row[6]] == [f"'{cell}"] * 3


def test_no_cell_begins_a_formula_where_semicolons_part_a_line() -> None:
    text = marks.template(RUBRIC, [report("Ada;=1+1")], names={"Ada;=1+1": "Ada;=2+2"})
    cells = [cell for line in csv.reader(io.StringIO(text), delimiter=";") for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert [row[:2] for row in rows(text)[1:]] == [["Ada;'=1+1", "Ada;'=2+2"]] * len(rows(text)[1:])


def test_every_cell_is_quoted_so_that_no_other_delimiter_can_split_it() -> None:
    text = marks.template(RUBRIC, [report("a;=1+1")])
    assert all(line.startswith('"') and line.endswith('"') for line in text.splitlines())


@settings(deadline=None)
@given(st.text(st.sampled_from("'=+-@\t\r\nab \uff1d;\"")))
def test_what_was_made_harmless_is_found_again(cell: str) -> None:
    assert marks.plain(marks.harmless(cell)) == cell
    assert not marks._FORMULA.match(marks.harmless(cell)) or marks.harmless(cell).startswith("'")
