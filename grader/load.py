"""Load an assignment with its expected outputs, and refuse a pair that does not fit before anything is graded by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader import expected
from grader.course import faults_of
from grader.engine import plan
from grader.errors import RubricError

if TYPE_CHECKING:
    from grader.course import AssignmentFolder
    from grader.expected import Expected
    from grader.rubric import Assignment


def stored(folder: AssignmentFolder, *, hidden: bool = True) -> Expected:
    """Return the expected outputs of an assignment whose every part has been looked at."""
    _ = folder.rubric, folder.driver  # a broken one is worth more words than "stale"
    found = expected.load(folder, hidden=hidden)
    refuse_misfit(folder, found, complete=hidden)
    return found


def refuse_misfit(folder: AssignmentFolder, found: Expected, *, complete: bool = True) -> None:
    """Refuse a rubric that names probes, cases, inputs or outputs that are not there, with its line."""
    with faults_of(folder.path / "rubric.py"):
        plan.validate(folder.rubric.checks(), found, complete=complete)
        if complete:
            _refuse_empty_plots(folder.rubric, found)


def _refuse_empty_plots(rubric: Assignment, found: Expected) -> None:
    for item in rubric.items:
        given = {name for check in item.checks for case in plan.cases_of(check, found) for name in case.outputs}
        for name in item.plotted:
            if name not in given:
                raise RubricError(
                    f"rubric item {item.id!r}: no probe of it gives an output {name!r} to plot.", item.place
                )
