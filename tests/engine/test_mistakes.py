"""The catalogue of mistakes: each wrong variant of the reference loses exactly the checks that it says."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader import expected
from grader.course import AssignmentFolder
from grader.engine.run import Job, grade
from grader.rubric import Forbids
from grader.sandbox.host import Settings
from grader.score import ScoreReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from grader.mistakes import Mistake
    from grader.sandbox.warm import Warm

ROOT = Path(__file__).parents[2]
FOLDERS = [AssignmentFolder(path.parent) for path in sorted(ROOT.glob("reference/*/mistakes.py"))]
CATALOGUE = [(folder, mistake) for folder in FOLDERS for mistake in folder.mistakes]


def graded(folder: AssignmentFolder, warm: Warm, place: Path) -> ScoreReport:
    job = Job(folder, expected.load(folder), Settings(folder.rubric.limits))
    (report,) = grade(job, warm, [("variant", place)])
    assert isinstance(report, ScoreReport)
    return report


def by_checks(report: ScoreReport) -> float:
    """Return the most that can be earned without a person who gives points."""
    return round(report.max_score - sum(item.by_hand for item in report.items), 6)


@pytest.mark.parametrize(("folder", "mistake"), CATALOGUE, ids=[f"{f.path.name}-{m.id}" for f, m in CATALOGUE])
def test_a_mistake_loses_exactly_its_checks(
    folder: AssignmentFolder, mistake: Mistake, warm_for: Callable[[AssignmentFolder], Warm], tmp_path: Path
) -> None:
    sources = {path.name: path.read_text() for path in folder.solution.iterdir() if path.is_file()}
    for name, text in mistake.apply(sources).items():
        (tmp_path / name).write_text(text)
    report = graded(folder, warm_for(folder), tmp_path)
    lost = {check.id for item in report.items for check in item.checks if check.verdict != "passed"}
    assert lost == set(mistake.loses)
    costly = {check.id for check in folder.rubric.checks() if check.points or isinstance(check, Forbids)}
    assert (report.score < by_checks(report)) == bool(lost & costly)  # others are evidence for points by hand


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)
class TestEveryAssignment:
    def test_the_reference_earns_everything(
        self, folder: AssignmentFolder, warm_for: Callable[[AssignmentFolder], Warm]
    ) -> None:
        report = graded(folder, warm_for(folder), folder.solution)
        assert report.score == by_checks(report)
        assert report.max_score == folder.rubric.total
        assert not [check for item in report.items for check in item.checks if check.notes]

    def test_every_mistake_loses_something_and_says_what_to_do(self, folder: AssignmentFolder) -> None:
        assert all(mistake.loses for mistake in folder.mistakes)
        assert all(len(mistake.text) > 40 and mistake.text.endswith(".") for mistake in folder.mistakes)

    def test_ids_and_sentences_differ(self, folder: AssignmentFolder) -> None:
        for counted in (Counter(m.id for m in folder.mistakes), Counter(m.text for m in folder.mistakes)):
            assert max(counted.values()) == 1

    def test_every_check_is_tripped_by_some_mistake(self, folder: AssignmentFolder) -> None:
        tripped = {name for mistake in folder.mistakes for name in mistake.loses}
        assert {check.id for check in folder.rubric.checks()} <= tripped

    def test_every_check_has_a_public_case_and_three_hidden_ones(self, folder: AssignmentFolder) -> None:
        stored = expected.load(folder)
        pairs = [(item, check) for item in folder.rubric.items for check in item.checks if check.probes]
        for item, check in pairs:
            seen = Counter(case.visibility for case in stored.cases(check.probes[0], check.cases))
            assert seen["public"] >= 1, check.id
            if check.points:  # evidence without points needs no secret, and a file of answers says one thing
                assert seen["hidden"] >= (1 if item.by_hand_without else 3), check.id
