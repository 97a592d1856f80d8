"""Score kept results again, after a change of points, policy, tolerance or expected outputs; no student code is run.

The same engine judges the same replies. Where something else would be asked by now, it refuses: nobody knows what the
submission would answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from grader.clock import Times
from grader.engine.again import Look
from grader.engine.run import Subject, graded
from grader.errors import GradeError, UsageError
from grader.handed import listed
from grader.regrading import kept
from grader.sandbox.host import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.engine.again import Carried
    from grader.engine.attempt import Attempt
    from grader.engine.run import Job
    from grader.regrading.kept import Kept, Question
    from grader.rubric import Check
    from grader.sandbox.reply import Reply
    from grader.sandbox.warm import Warm
    from grader.score import Counterexample, ScoreReport

ONCE_FOR_ALL = {
    "driver": "driver.py has",
    "importing": "the required files, or what they define, have",
    "bounds": "the limits in the rubric have",
}


@dataclass(frozen=True)
class Rescorer:
    """Scores again what is kept for an assignment. `job` has the times of the command line; else they are as kept."""

    job: Job

    def __call__(self, name: str, path: Path) -> ScoreReport | GradeError:
        """Return the report of one submission, or why what was kept of it cannot be scored."""
        try:
            found = kept.load(path)
            self._refuse_other_question(name, found)
            found.attempt.carried = self._carried(name, found.attempt)
            found.attempt.smallest = self._smallest(found)
            nobody = cast("Warm", Nobody())  # the place of who runs student code
            job = self._job(found)
            (report,) = graded(job, [Rescored(path, name, job, nobody, self._checks, kept=found)])
        except GradeError as error:
            return error
        return report

    @cached_property
    def _checks(self) -> Sequence[Check]:
        return list(self.job.folder.rubric.checks())

    @cached_property
    def _asked(self) -> Question:
        return kept.question(self.job.folder, self.job.expected)

    @cached_property
    def _needed(self) -> Mapping[str, Sequence[kept.Key]]:
        """Check -> the calls that it is judged by."""
        return {check.id: kept.keys([check], self.job.expected) for check in self._checks}

    def _job(self, found: Kept) -> Job:
        due = self.job.times.due or found.times.due or self.job.folder.rubric.policy.due_at
        times = Times(due, self.job.times.submitted or found.times.submitted)
        settings = Settings(found.limits, found.attempt.level, found.seed)
        return replace(self.job, settings=settings, times=times, run_cells=found.run_cells)

    def _refuse_other_question(self, name: str, found: Kept) -> None:
        """Raise a UsageError when the submission would be asked something else by now."""
        if found.asked.assignment != self._asked.assignment:
            raise UsageError(f"What was kept of {name} belongs to {found.asked.assignment}: name that as --assignment.")
        for part, said in ONCE_FOR_ALL.items():
            if getattr(found.asked, part) != getattr(self._asked, part):
                raise _outdated(name, f"{said} changed since")
        if found.attempt.carried and found.asked.stand_ins != self._asked.stand_ins:
            raise _outdated(name, "stand_ins.py has changed since")
        changed = [] if found.attempt.failure else [check for check in self._needed if self._is_open(check, found)]
        if changed:
            raise _outdated(name, f"cases or calls of {listed(changed)} have changed since")

    def _is_open(self, check: str, found: Kept) -> bool:
        """Return whether nothing is known of what a check is judged by."""
        then, now = found.asked.calls, self._asked.calls
        if any(key not in found.attempt.replies or then.get(key) != now[key] for key in self._needed[check]):
            return True
        _, second = found.attempt.carried.get(check, ((), {}))
        return any(then.get(key) != now.get(key) for key in second)

    def _carried(self, name: str, attempt: Attempt) -> Carried:
        """Return the second runs of those checks that fail now; refuse where one was never made."""
        if attempt.failure is not None:
            return {}
        folder = self.job.folder
        look = Look(folder.rubric, self._checks, self.job.expected, folder.stand_ins)
        failed = look.failed(attempt.replies)

        def second(checks: Sequence[Check], names: tuple[str, ...]) -> Mapping[kept.Key, Reply]:
            never = [check.id for check in checks if attempt.carried.get(check.id, ((), {}))[0] != names]
            if never:
                reason = f"{listed(never)} would now be run again with stand-ins that were not given then"
                raise _outdated(name, reason)
            return {key: reply for check in checks for key, reply in attempt.carried[check.id][1].items()}

        return look.carried([check for check in self._checks if check.id in failed], second)

    def _smallest(self, found: Kept) -> dict[str, Counterexample]:
        """Return the smallest cases of those checks whose tolerance is what it was: on others they may pass by now."""
        then, now = found.asked.tolerances, self._asked.tolerances
        return {check: case for check, case in found.attempt.smallest.items() if then.get(check) == now.get(check)}


def _outdated(name: str, reason: str) -> UsageError:
    return UsageError(f"What was kept of {name} no longer answers: {reason}. Grade it again.")


class Nobody:
    """Runs nothing."""

    def close(self) -> None:
        """End nothing."""


@dataclass
class Rescored(Subject):
    """One submission as it was kept."""

    kept: Kept = field(kw_only=True)

    @property
    def archive(self) -> str:
        """The name of the file that was handed in; empty for a folder."""
        return self.kept.archive

    @property
    def versions(self) -> Mapping[str, str]:
        """What the submission was run in."""
        return self.kept.versions

    def attempt_once(self, checks: Sequence[Check], lanes: int) -> Attempt:  # noqa: ARG002 - nothing is left to be done
        """Return what came back then."""
        return self.kept.attempt
