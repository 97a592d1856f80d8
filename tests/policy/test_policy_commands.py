"""Marks, times and policy from the shell: from a zip file to a report that a person has added to."""

from __future__ import annotations

import json
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from tests import toy
from tests.command import grade, refusal, report

if TYPE_CHECKING:
    from pathlib import Path

POLICY = """\
    policy=Policy(
        archive=r"[a-z]{2,3}[0-9]+[.]zip", exactly=True, format=0.05, due="2026-09-30T23:59", zone="America/New_York",
        late=(Late(24, 0.2),), cannot_run=0.2,
    ),
"""
EVIDENCE = """\
        RubricItem("writeup", "Questions", (
            Satisfies("shown", "Evidence: numbers", probe="draw", rule=finite("numbers")),
        ), by_hand=2, plots=("numbers",)),
"""
MARKS = "submission,item,points,comment\n"


@pytest.fixture
def strict(course: Path) -> Path:
    """Return the toy course with a policy, evidence, an item that may be overridden and one that needs a file."""
    path = course / "reference/toy/rubric.py"
    text = path.read_text()
    for old, new in (
        ("import Assignment,", "import Late, Policy, Assignment,"),
        ("import all_of,", "import all_of, finite,"),
        ('files=("toy.py",)', 'files=("toy.py", "theory.pdf")'),
        ("    items=(\n", f"{POLICY}    items=(\n"),
        ('dw", "b": "db"}),\n        )', 'dw", "b": "db"}),\n        ), override=True'),
        ('moments("numbers"))),\n        )', 'moments("numbers"))),\n        ), by_hand_without="numbers.json"'),
        ('        RubricItem("writeup", "Questions", by_hand=2),\n', EVIDENCE),
    ):
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text)
    return course


def packed(course: Path, name: str = "ab12.zip", source: str = toy.SOLUTION, *more: str) -> Path:
    """Hand in toy.py and theory.pdf, and files of these names, in a zip file with times of its own choosing."""
    path = course / name
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in (("toy.py", source), ("theory.pdf", "%PDF"), *((name, "1") for name in more)):
            archive.writestr(zipfile.ZipInfo(inside, (1999, 1, 1, 0, 0, 0)), text)
    return path


def items(found: dict[str, Any]) -> dict[str, Any]:
    return {item["id"]: item for item in found["items"]}


def lines(found: dict[str, Any]) -> list[tuple[float, str]]:
    return [(step["points"], step["reason"]) for step in found["penalties"]]


def test_what_was_asked_for_in_time_costs_nothing(strict: Path) -> None:
    found = report(strict, packed(strict), "--submitted-at", "2026-09-30T23:59")
    assert lines(found) == []
    assert "It came in time." in found["notes"]
    assert found["files"] == {"toy.py": "toy.py", "theory.pdf": "theory.pdf"}
    assert found["environment"]["due"] == "2026-09-30T23:59:00-04:00"
    assert found["environment"]["submitted"] == "2026-09-30T23:59:00-04:00"


def test_a_surplus_file_and_lateness_are_lines_of_the_report(strict: Path) -> None:
    work = packed(strict, "ab12.zip", toy.SOLUTION, "test1.py")
    found = report(strict, work, "--submitted-at", "2026-10-01T04:09Z")
    late = "-20 %: it came 10 min after the due date."
    assert lines(found) == [(-0.6, "-5 %: the zip holds test1.py."), (-2.4, late)]
    assert found["score"] == round(sum(item["points"] for item in found["items"]) - 3.0, 6)


def test_later_than_the_last_step_nothing_is_accepted(strict: Path) -> None:
    found = report(strict, packed(strict), "--submitted-at", "2026-10-02T00:00-04:00")
    assert found["score"] == 0
    assert found["penalties"][0]["reason"].startswith("Not accepted: it came 24 h 1 min after the due date")


def test_the_due_date_of_the_option_comes_before_the_rubrics(strict: Path) -> None:
    found = report(strict, packed(strict), "--submitted-at", "2026-10-05T12:00", "--due", "2026-10-05T12:00-04:00")
    assert lines(found) == []


def test_the_times_inside_of_an_archive_are_not_looked_at(strict: Path) -> None:
    found = report(strict, packed(strict))
    assert lines(found) == []
    assert any(note.startswith("Nobody said when it came") for note in found["notes"])


def test_code_that_cannot_be_executed_costs_and_code_that_is_not_there_does_not(strict: Path) -> None:
    broken = report(strict, packed(strict, "ab1.zip", "def loss(:\n"))
    assert [step["id"] for step in broken["penalties"]] == ["policy:cannot_run"]
    halfway = report(strict, packed(strict, "ab2.zip", toy.SOLUTION + "\nraise SystemExit\n"))
    assert halfway["penalties"] == []


def test_a_run_of_some_checks_and_a_precheck_leave_form_and_time_alone(strict: Path) -> None:
    late = ["--submitted-at", "2026-10-05T12:00"]
    assert report(strict, packed(strict, "x.zip"), "--only", "square", *late)["penalties"] == []
    done = grade(strict, "precheck", toy.hand_in(strict / "work"), "--assignment", "toy")
    assert done.returncode == 0, done.stderr
    assert "theory.pdf was not handed in." in done.stdout
    assert "Penalty" not in done.stdout


def test_without_its_file_an_item_waits_for_a_person_and_its_evidence_is_drawn(strict: Path) -> None:
    found = items(report(strict, packed(strict)))
    assert (found["random"]["by_hand"], found["random"]["checks"], found["random"]["marked"]) == (1, [], None)
    assert len(found["writeup"]["series"]["numbers"]) == 400
    assert [check["id"] for check in found["writeup"]["checks"]] == ["shown"]
    with_file = items(report(strict, packed(strict, "ab12.zip", toy.SOLUTION, "numbers.json")))
    assert (with_file["random"]["by_hand"], with_file["random"]["points"]) == (0, 1)


def test_a_sheet_is_made_filled_in_and_merged(strict: Path) -> None:
    works = [packed(strict, "ab12.zip"), packed(strict, "cd3.zip", toy.BLANK)]
    assert grade(strict, *works, "--quiet").stdout.splitlines() == [
        "ab12  9/9; 3 to be marked",
        "cd3  0/9; 3 to be marked",
    ]
    done = grade(strict, "marks", "toy")
    assert (done.returncode, done.stdout) == (0, "marks.csv: 6 lines to fill in\n")
    sheet = (strict / "marks.csv").read_text(encoding="utf-8-sig")
    assert '"ab12","line","","","4","4","A line"' in sheet
    sheet = sheet.replace('"ab12","line","",""', '"ab12","line","3","-1: no mean"')
    sheet = sheet.replace('"ab12","random","",""', '"ab12","random","1",""')
    sheet = sheet.replace('"ab12","writeup","",""', '"ab12","writeup","1.5","Read section 4."')
    (strict / "filled.csv").write_text(sheet, encoding="utf-8-sig")
    done = grade(strict, *works, "--quiet", "--marks", "filled.csv")
    assert done.stdout.splitlines() == ["ab12  10.5/12", "cd3  0/9; 3 to be marked"]
    found = items(json.loads((strict / "reports/ab12.json").read_text()))
    assert (found["line"]["points"], found["line"]["marked"], found["line"]["automatic"]) == (3, 3, 4)
    assert "Read section 4." in (strict / "reports/ab12.student.html").read_text()
    again = grade(strict, "marks", "toy", "--out", "-").stdout
    assert '"ab12","line","3","\'-1: no mean","4","4","A line"' in again


def test_one_of_a_class_can_be_graded_again_with_the_sheet_of_the_class(strict: Path) -> None:
    works = [packed(strict, "ab12.zip"), packed(strict, "cd3.zip")]
    grade(strict, *works, "--quiet")
    (strict / "m.csv").write_text(MARKS + "ab12,writeup,2,\ncd3,writeup,1,\n")
    done = grade(strict, works[1], "--quiet", "--marks", "m.csv")
    assert (done.returncode, done.stdout) == (0, "cd3  10/11; 1 to be marked\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--marks", "no.csv"], "no.csv cannot be read: no such file or directory."),
        (["--marks", "m.csv"], "m.csv, line 3: there is no submission 'nobody' here, nor a report of one."),
        (["--submitted-at", "today"], "--submitted-at: 'today' is no time: write day and time as 2026-"),
        (["--due", ""], "--due: '' is no time"),
        (["ab12.zip", "--submitted-at", "2026-10-01T12:00Z"], "--submitted-at says when one submission came, but here"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_graded(strict: Path, words: list[str], said: str) -> None:
    (strict / "m.csv").write_text(MARKS + "ab12,writeup,2,\nnobody,writeup,1,\n")
    assert said in refusal(strict, packed(strict), *words)
    assert not (strict / "reports").exists()


def test_a_naive_time_is_refused_where_no_zone_is_stated(course: Path) -> None:
    work = toy.hand_in(course / "work")
    said = refusal(course, work, "--due", "2026-09-30T23:59")
    assert "--due: '2026-09-30T23:59' has no time zone: add its offset" in said


def test_a_mark_for_points_that_checks_give_ends_that_submission_alone(strict: Path) -> None:
    works = [packed(strict, "ab12.zip", toy.SOLUTION, "numbers.json"), packed(strict, "cd3.zip")]
    (strict / "m.csv").write_text(MARKS + "ab12,random,1,\ncd3,random,1,\n")
    done = grade(strict, *works, "--quiet", "--marks", "m.csv")
    assert done.returncode == 2
    assert done.stdout == "cd3  10/10; 2 to be marked\n"
    assert "m.csv, line 2: numbers.json was handed in, so the checks give the points of 'random'." in done.stderr


def test_a_sheet_is_refused_where_there_is_nothing_to_mark_or_one_is_there(strict: Path) -> None:
    assert "reports holds no report of toy: grade first" in refusal(strict, "marks", "toy")
    grade(strict, packed(strict), "--quiet")
    assert grade(strict, "marks", "toy", "reports/ab12.json").returncode == 0
    assert "marks.csv is there already: move it away" in refusal(strict, "marks", "toy")
    assert "is no instructor's report of a whole run of toy" in refusal(
        strict, "marks", "toy", "reports/ab12.student.json"
    )
    assert "no.json cannot be read" in refusal(strict, "marks", "toy", "no.json")
    (strict / "reports/zz.json").write_text("{}")
    assert grade(strict, "marks", "toy", "--out", "second.csv").returncode == 0
    assert "zz.json: This is not a JSON report" in refusal(strict, "marks", "toy", "reports/zz.json")
