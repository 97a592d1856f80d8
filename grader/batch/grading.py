"""What a worker does with one submission of a class: grade it as alone, and make its reports."""

from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from grader.batch.executor import Done
from grader.batch.gradebook import Result
from grader.clock import Times
from grader.engine.run import grade
from grader.errors import GradeError, GraderError
from grader.publish import ENDINGS, for_audience, render, rendered
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.batch.executor import Task
    from grader.engine.run import Job
    from grader.score import ScoreReport


@dataclass(frozen=True)
class Reports:
    """Which reports are written."""

    audiences: Sequence[str]
    formats: Sequence[str]
    language: str = "en"

    def of(self, report: ScoreReport, made: Mapping[str, str] | None = None) -> dict[str, bytes]:
        """Return file name -> content of a submission's reports; `made` are those as JSON that are there already."""
        return rendered(report, self.audiences, self.formats, self.language, made)

    def names(self, submission: str) -> list[str]:
        """Return the names of these files."""
        middles = [".student" if audience == "student" else "" for audience in self.audiences]
        return [f"{submission}{middle}.{ENDINGS[kind]}" for middle in middles for kind in self.formats]


@dataclass(frozen=True)
class ByEngine:
    """Grades by a job, each worker with a warm parent of its own. What is temporary goes below `folder`."""

    job: Job
    child_python: str
    reports: Reports
    folder: Path

    @contextmanager
    def ready(self) -> Iterator[Callable[[Task], Done]]:
        """Start the warm parent."""
        tempfile.tempdir = str(self.folder)
        with Warm(self.child_python, self.job.folder.rubric.packages) as warm:
            warm.bound(self.job.settings.limits, self.job.lanes)
            yield partial(self._grade, warm)

    def _grade(self, warm: Warm, task: Task) -> Done:
        since = time.monotonic()
        job = replace(self.job, times=Times(self.job.times.due, task.submitted))
        (report,) = grade(job, warm, [(task.name, task.path)])
        seconds = round(time.monotonic() - since, 3)
        if isinstance(report, GraderError):
            raise report  # what is behind it may be this worker's: another one tries
        if isinstance(report, GradeError):
            return Done(task, Result("unreadable", seconds, note=str(report)), {})
        report = replace(report, people=task.people)
        made = {audience: render(for_audience(report, audience), "json") for audience in ("instructor", "student")}
        result = Result(report.status, seconds, report.score, report.max_score, made["instructor"], made["student"])
        return Done(task, result, self.reports.of(report, made))
