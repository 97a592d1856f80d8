"""The catalogue of mistakes: each wrong variant of the reference loses exactly the checks that it says, and is named.

What every variant gives was recorded by `grade regenerate`; that record is looked at here, as fresh as its files. A few
variants of each assignment are run again, to see that they still give what is recorded; `make mistakes` runs all.
"""

from __future__ import annotations

import os
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

import pytest

from grader import expected
from grader.diagnose import catalogue, record
from grader.engine.run import Job, grade
from grader.sandbox.host import Settings
from grader.score import ScoreReport
from tests.diagnose.stored import FOLDERS, Stored

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.mistakes import Mistake
    from grader.sandbox.warm import Warm

EVERY = int(os.environ.get("BACKGRADE_EVERY_MISTAKE", "12"))  # 1 runs all of them again
AGAIN = [(folder, mistake) for folder in FOLDERS for mistake in folder.mistakes[::EVERY]]
by_name = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.path.name)


stored_of = cache(Stored)  # by folder: a record is read once for all variants that are run again


def graded(folder: AssignmentFolder, warm: Warm, place: Path) -> ScoreReport:
    known = stored_of(folder).known
    mistakes = catalogue.when_asked(folder.path / "expected", known.sha256)
    job = Job(folder, known, Settings(folder.rubric.limits), mistakes)
    (report,) = grade(job, warm, [("variant", place)])
    assert isinstance(report, ScoreReport)
    return report


def by_checks(report: ScoreReport) -> float:
    """Return the most that can be earned without a person who gives points."""
    return round(report.max_score - sum(item.by_hand for item in report.items), 6)


@pytest.mark.parametrize(("folder", "mistake"), AGAIN, ids=[f"{f.path.name}-{m.id}" for f, m in AGAIN])
def test_a_mistake_still_loses_what_is_recorded_and_is_named_for_it(
    folder: AssignmentFolder, mistake: Mistake, warm_for: Callable[[AssignmentFolder], Warm], tmp_path: Path
) -> None:
    record.lay_out(folder, mistake, tmp_path / "variant")
    report = graded(folder, warm_for(folder), tmp_path / "variant")
    checks = [check for item in report.items for check in item.checks]
    stored = next(one for one in stored_of(folder).variants if one.id == mistake.id)
    assert {check.id: check.verdict for check in checks if check.verdict != "passed"} == stored.lost
    assert round(sum(check.max_points - check.points for check in checks), 6) == stored.costs
    named = {check.id: {found.id for found in check.diagnosis} for check in checks if check.diagnosis}
    assert not stored.wrong or any(mistake.id in found for found in named.values())


@by_name
class TestRecord:
    def test_it_was_made_from_the_files_that_are_there(self, folder: AssignmentFolder) -> None:
        known, stored = expected.load(folder), Stored(folder)
        assert stored.catalogue.expected_sha256 == known.sha256
        made_from = {mistake.id: record.made_from(folder, known, mistake) for mistake in folder.mistakes}
        assert {one.id: one.made_from for one in stored.variants} == made_from
        assert {one.id: one.text for one in stored.variants} == {one.id: one.text for one in folder.mistakes}

    def test_every_mistake_loses_exactly_its_checks(self, folder: AssignmentFolder) -> None:
        loses = {mistake.id: set(mistake.loses) for mistake in folder.mistakes}
        assert {one.id: set(one.lost) for one in Stored(folder).variants} == loses

    def test_it_costs_points_when_a_check_with_points_is_lost_and_not_otherwise(self, folder: AssignmentFolder) -> None:
        worth = {check.id for check in folder.rubric.checks() if check.points}
        assert {one.id for one in Stored(folder).variants if one.costs} == {
            one.id for one in Stored(folder).variants if worth & set(one.lost)
        }


@by_name
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
