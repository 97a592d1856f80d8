"""Submissions that an audit runs itself, each graded as any other: what they earn, how near, and how long they take."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from grader import points
from grader.audit import ratios
from grader.engine import attempt as attempts
from grader.engine import plan
from grader.engine.run import Job, Subject
from grader.sandbox.host import Session
from grader.submission import unpack
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from grader.engine.attempt import Attempt
    from grader.expected import Expected
    from grader.rubric import Check
    from grader.sandbox.warm import Warm

MAX_WORKERS = 8


@dataclass(frozen=True)
class Trial:
    """What came of one submission: points that checks gave, of `most`; verdicts, and error / allowed, by check.

    `calls` are the seconds of the slowest call of each probe, `seconds` those of all calls of a check.
    """

    name: str
    earned: float
    most: float
    verdicts: Mapping[str, str]
    used: Mapping[str, float] = field(default_factory=dict)
    calls: Mapping[str, float] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict)
    in_all: float = 0.0
    notes: tuple[str, ...] = ()

    @property
    def lost(self) -> list[str]:
        """The checks that were not passed."""
        return [name for name, verdict in self.verdicts.items() if verdict != "passed"]


@dataclass(frozen=True)
class Runner:
    """Runs submissions of one job."""

    job: Job
    warm: Warm

    def run(self, name: str, handed_in: Path, checks: Sequence[Check] = (), job: Job | None = None) -> Trial:
        """Grade one submission, for some checks or for all; `job` takes the place of the runner's own."""
        used_job = job or self.job
        rubric, known = used_job.folder.rubric, used_job.expected
        asked = list(checks or rubric.checks())
        subject = Subject(handed_in, name, used_job, self.warm, asked)
        subject.start(asked)
        attempt = subject.attempt
        if attempt is None:
            raise RuntimeError("the submission was never run")
        results = {check.id: subject.judge(check) for check in asked}
        given = points.Given(frozenset(results), attempt.unpacked.files)
        scored = [check for item in points.of_items(rubric, results, given) for check in item.checks]
        judged = [check for check in asked if check.id in {one.id for one in scored}]  # others wait for a person
        found = {check.id: ratios.of(check, known, attempt.replies) for check in judged}
        trial = Trial(
            name,
            points.total(check.points for check in scored),
            points.total(check.max_points for check in scored),
            {check.id: results[check.id].verdict for check in judged},
            {name: ratio for name, ratio in found.items() if ratio is not None},
            _slowest(attempt),
            {check.id: results[check.id].seconds for check in judged},
            attempt.seconds,
            tuple(dict.fromkeys(note for result in results.values() for note in result.notes)),
        )
        subject.stop()
        return trial

    def measure(self, name: str, handed_in: Path, checks: Sequence[Check], known: Expected | None = None) -> Trial:
        """Measure only how much of their tolerances some checks use: no points, no second look at what fails."""
        folder, cases = self.job.folder, known or self.job.expected
        with workspace() as space:
            unpacked = unpack(handed_in, space.submission)
            opened = partial(Session, self.warm, space, folder.driver, self.job.settings)
            attempt = attempts.run(unpacked, opened, folder.rubric, plan.make(checks, cases))
        found = {check.id: ratios.of(check, cases, attempt.replies) for check in checks}
        return Trial(name, 0.0, 0.0, {}, {name: ratio for name, ratio in found.items() if ratio is not None})


def _slowest(attempt: Attempt) -> dict[str, float]:
    """Return probe -> the seconds of its slowest plain call; those of gradient checks are many calls in one."""
    calls: dict[str, float] = {}
    for key, reply in attempt.replies.items():
        if key[0] == "case":
            calls[key[1]] = max(calls.get(key[1], 0.0), reply.seconds)
    return calls


def together(works: Iterable[Callable[[], Trial]]) -> list[Trial]:
    """Run several at a time; return what came of them in their order."""
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MAX_WORKERS)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


def write(place: Path, sources: Mapping[str, str]) -> Path:
    """Write a submission's files into a new folder; return it."""
    for name, text in sources.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return place
