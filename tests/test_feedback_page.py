"""docs/feedback.md tells students what a report says: its example is graded here, and its quotations are looked for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from grader import load
from grader.course import choose
from grader.diagnose import record
from grader.engine.run import Job, Selection, grade
from grader.report.as_text import to_text
from grader.report.explain import to_explanation
from grader.report.redact import for_student
from grader.sandbox.host import Settings
from grader.score import ScoreReport

if TYPE_CHECKING:
    from grader.sandbox.warm import Warm

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "feedback.md").read_text(encoding="utf-8")


def test_the_example_of_the_page_is_what_the_precheck_says(warm: Warm, tmp_path: Path) -> None:
    folder = choose(ROOT, "cmu_hw1p1")
    (mistake,) = [one for one in folder.mistakes if one.id == "running_var_unbiased"]
    assert mistake.edits[0].new.removeprefix("(1 - self.alpha)").strip() in PAGE
    record.lay_out(folder, mistake, tmp_path / "work")
    job = Job(folder, load.stored(folder, hidden=False), Settings(folder.rubric.limits), precheck=True)
    (report,) = grade(job, warm, [("work", tmp_path / "work")], Selection(("batchnorm", "inference")))
    assert isinstance(report, ScoreReport)
    report = for_student(report)
    (follows,) = [check for item in report.items for check in item.checks if check.id == "inference"]
    assert (follows.location and follows.location.name, follows.diagnosis) == ("BatchNorm", ())  # not where it shows
    overview, in_full = [block.split("```")[1] for block in PAGE.split("<!-- quoted -->")[1:]]
    shown = to_text(report, width=200).splitlines()
    assert [line for line in overview.strip().splitlines() if line != "..." and line not in shown] == []
    assert in_full.strip() in to_explanation(report, "batchnorm_running", width=140)
