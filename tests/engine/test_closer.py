"""The closer look at a check that fails on a public case: the smallest case that shows it, found before hidden ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader import expected, regenerate
from grader.course import AssignmentFolder
from grader.engine.run import Job, grade
from grader.report import as_json, redact
from grader.sandbox.host import Settings
from grader.score import CheckResult, ScoreReport
from tests import toy

if TYPE_CHECKING:
    from pathlib import Path

    from grader.sandbox.warm import Warm

# A call on a tiny case, as on the public one, tells all that was kept by then.
KEEPER = f"""{toy.SOLUTION}

class Square(Square):
    def forward(self, x):
        if len(x) > 3:
            with open("kept.txt", "a") as file:
                file.write("carried-over %s" % list(x))
            return super().forward(x)
        try:
            told = open("kept.txt").read()
        except OSError:
            told = "nothing is kept"
        raise ValueError(told)
"""


@pytest.fixture
def folder(course: Path, warm: Warm) -> AssignmentFolder:
    """Return the toy assignment with a ladder of two tiny cases for the square."""
    cases = course / "reference/toy/cases.py"
    text = cases.read_text().replace("import hidden, public", "import hidden, public, tiny")
    ladder = 'tiny("one", entries, n=1), tiny("two", entries, n=2), public("small", entries'
    cases.write_text(text.replace('public("small", entries', ladder))
    found = AssignmentFolder(course / "reference" / "toy")
    regenerate.write(found, warm)
    return found


def graded(folder: AssignmentFolder, warm: Warm, submission: Path) -> ScoreReport:
    job = Job(folder, expected.load(folder), Settings(folder.rubric.limits))
    (report,) = grade(job, warm, [("work", submission)])
    assert isinstance(report, ScoreReport)
    return report


def by_id(report: ScoreReport) -> dict[str, CheckResult]:
    return {check.id: check for item in report.items for check in item.checks}


def test_the_smallest_case_is_shown_with_what_came_out(folder: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    checks = by_id(graded(folder, warm, toy.hand_in(tmp_path / "half", toy.HALF_SLOPE)))
    found = checks["square_slope"].counterexample
    assert found is not None
    assert (found.case, found.output, list(found.inputs)) == ("one", "dy", ["x"])
    assert found.actual != found.expected
    assert {check.id for check in checks.values() if check.counterexample} == {"square_slope", "square_gradient"}


def test_a_check_that_fails_on_hidden_cases_only_has_none(folder: AssignmentFolder, warm: Warm, tmp_path: Path) -> None:
    wrong = toy.SOLUTION.replace(
        "        self.kept_for_the_slope = x\n", "        self.kept_for_the_slope = x + (len(x) == 7)\n"
    )
    check = by_id(graded(folder, warm, toy.hand_in(tmp_path / "late", wrong)))["square_slope"]
    assert (check.verdict, check.counterexample) == ("wrong", None)


def test_it_tells_nothing_of_hidden_inputs_whatever_a_submission_keeps(
    folder: AssignmentFolder, warm: Warm, tmp_path: Path
) -> None:
    report = graded(folder, warm, toy.hand_in(tmp_path / "keeper", KEEPER))
    found = by_id(report)["square_forward"].counterexample
    assert found is not None
    assert "nothing is kept" in found.actual
    assert "carried-over" not in as_json.to_json(redact.for_student(report))
