"""Grade submissions: the path from files to ScoreReports, one arrow after the other."""

from __future__ import annotations

import contextlib
import platform
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader import __version__, score
from grader.engine import attempt as attempts
from grader.engine import items, judge, plan
from grader.errors import UsageError
from grader.rubric import Forbids

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.engine.attempt import Attempt, Settings
    from grader.expected import Expected
    from grader.rubric import Check
    from grader.sandbox.warm import Warm
    from grader.score import CheckResult, ScoreReport


@dataclass(frozen=True)
class Job:
    """What all submissions of one run share."""

    folder: AssignmentFolder
    expected: Expected
    warm: Warm
    settings: Settings
    precheck: bool = False


@dataclass
class Subject:
    """One submission as the engine sees it. Its attempt is made when the first of its checks is due."""

    path: Path
    name: str
    job: Job
    checks: Sequence[Check]
    attempt: Attempt | None = None
    space: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def start(self, selected: Sequence[Check]) -> None:
        """Run the submission for the selected checks."""
        folder = self.job.folder
        with attempts.unpacked(self.path) as (unpacked, space):
            todo = plan.make(selected, self.job.expected)
            self.attempt = attempts.run(
                unpacked, space, self.job.warm, folder.rubric, folder.driver, todo, self.job.settings
            )

    def judge(self, check: Check) -> CheckResult:
        """Return one check's result."""
        attempt = self.attempt
        if attempt is None:
            raise RuntimeError("the submission was never run")
        if isinstance(check, Forbids):
            return judge.forbids(check, attempt.facts, _imported(attempt))
        if attempt.failure is not None:
            return judge.failed(check, attempt.failure)
        return judge.judge(check, self.job.expected, attempt.replies)

    def stop(self) -> None:
        """Let go of the replies: the record holds what was made of them."""
        if self.attempt is not None:
            self.attempt.replies = {}


def _imported(attempt: Attempt) -> list[str]:
    """Return the files that may take part: those below the folder from which the submission is imported."""
    root = attempt.located.root if attempt.located else ""
    return [name for name in attempt.facts if not root or name.startswith(f"{root}/")]


def grade(
    job: Job, paths: Sequence[Path], arguments: Sequence[str] = (), only: Sequence[str] = ()
) -> list[ScoreReport]:
    """Grade submissions and return their reports, in order.

    `arguments` go to pytest (`-k NAME`), `only` names rubric items or checks.
    """
    rubric = job.folder.rubric
    checks = _chosen(job.folder, only)
    plan.validate(rubric.checks(), job.expected, complete=not job.precheck)
    subjects = [Subject(path, path.name, job, checks) for path in paths]
    started = time.monotonic()
    record = items.run(job.folder.path / "rubric.py", subjects, arguments)
    seconds = (time.monotonic() - started) / max(len(subjects), 1)
    selection = " ".join([*(f"--only {name}" for name in only), *arguments])
    return [_report(job, subject, place, record, selection, seconds) for place, subject in enumerate(subjects)]


def _chosen(folder: AssignmentFolder, only: Sequence[str]) -> list[Check]:
    rubric = folder.rubric
    known = {item.id for item in rubric.items} | {check.id for check in rubric.checks()}
    for name in only:
        if name not in known:
            raise UsageError(f"{rubric.slug} has no rubric item or check {name!r}. It has: {', '.join(sorted(known))}.")
    return [check for item in rubric.items for check in item.checks if not only or item.id in only or check.id in only]
