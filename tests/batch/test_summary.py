"""The summary of a class run: everybody is counted once, and who needs a look is named."""

from __future__ import annotations

from dataclasses import replace

from grader.batch import summary
from grader.batch.gradebook import Result
from grader.batch.noted import of_report
from grader.batch.summary import Summary
from grader.points import Mark
from grader.report.as_json import to_json
from grader.score import ItemResult, Problem, ScoreReport

ESSAY = ItemResult("essay", "Essay", 0.0, 4.0, by_hand=4.0)
REPORT = ScoreReport("hw1", "Homework", "x", 0.0, 4.0, "graded", "strict", {}, (ESSAY,))


def found() -> Summary:
    return Summary(names={"102": "Byron, Ada", "ana": "ana"})


def test_everybody_is_counted_once_and_the_occasion_is_told() -> None:
    made = found()
    for why in ("graded", "regraded", "marks", "marks"):
        made.add("ana", Result("graded", 0.1, 1.0, 1.0), why)
    made.add("102", Result("unreadable", 0.1, note="hw.zip is no archive."), "regraded")
    made.late = 1
    text = summary.text(made)
    assert "graded now        4 (1 again, 2 for points by hand)\n" in text
    assert "unreadable        1\n" in text
    assert "late              1\n" in text
    assert "Unreadable:\n  Byron, Ada (102): hw.zip is no archive.\n" in text


def test_points_to_be_given_by_hand_are_summed() -> None:
    made = found()
    for name in ("ana", "102"):
        made.look(name, of_report(to_json(REPORT)))
    marked = replace(REPORT, items=(replace(ESSAY, marked=0.0),))
    made.look("ben", of_report(to_json(marked)))
    assert "to be marked      2 submissions, 8 points by hand" in summary.text(made)


def test_code_that_could_not_be_run_is_listed_with_file_and_line() -> None:
    made = found()
    problem = Problem("hw1.py cannot be read", "A comma is missing.", "hw1.py", 237, 'x = "marked": ')
    made.look("102", of_report(to_json(replace(REPORT, problem=problem))))
    assert f"{summary.PROBLEM}\n  Byron, Ada (102): hw1.py, line 237: hw1.py cannot be read\n" in summary.text(made)
    made = found()
    made.look("ana", of_report(to_json(replace(REPORT, problem=Problem("net.py was not handed in", "It is not.")))))
    assert "\n  ana: net.py was not handed in\n" in summary.text(made)


def test_marks_are_read_back_from_a_report_with_comments_alone() -> None:
    items = (
        replace(ESSAY, marked=0.0, points=0.0),
        ItemResult("talk", "Talk", 0.0, 2.0, by_hand=2.0, comment="Later."),
        ItemResult("sum", "Sum", 1.0, 3.0, marked=1.0, automatic=3.0),
        ItemResult("rest", "Rest", 1.0, 3.0),
    )
    noted = of_report(to_json(replace(REPORT, items=items)))
    assert noted.marks == {"essay": Mark(0.0), "talk": Mark(None, "Later."), "sum": Mark(1.0)}
    assert noted.waiting == 2.0
    assert of_report(to_json(replace(REPORT, items=(items[3],)))).marks == {}
