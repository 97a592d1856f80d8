"""One submission on its way through the sandbox: unpacked, read, imported, probed. Nothing is judged here."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.sandbox.host import Session
from grader.sandbox.reply import Failure
from grader.score import Problem
from grader.submission import locate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine import plan
    from grader.rubric import Assignment, Limits
    from grader.sandbox.host import Workspace
    from grader.sandbox.reply import Reply
    from grader.sandbox.warm import Warm
    from grader.submission import Located, Unpacked


@dataclass(frozen=True)
class Settings:
    """How to run submissions: isolation level, limits, and the seed of the child's generators."""

    limits: Limits
    level: str = "auto"
    seed: int = 0


@dataclass
class Attempt:
    """What one run of a submission gave. `failure` is set when the submission as a whole could not be run."""

    unpacked: Unpacked
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    located: Located | None = None
    failure: Failure | None = None
    problem: Problem | None = None
    notes: tuple[str, ...] = ()
    printed: str = ""
    replies: Mapping[plan.Key, Reply] = field(default_factory=dict)
    level: str = ""
    layers: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def files(self) -> Mapping[str, str]:
        """Required file -> the file of the submission that was taken for it."""
        return self.located.paths if self.located else {}


def run(
    submission: Unpacked, space: Workspace, warm: Warm, rubric: Assignment, driver: str, todo: plan.Plan, settings: Settings
) -> Attempt:
    """Run everything in `todo` on one submission."""
    started = time.monotonic()
    attempt = Attempt(submission, notes=submission.notes)
    with Session(warm, space, driver, settings.limits, settings.level, settings.seed) as session:
        attempt.level, attempt.layers = session.level, session.layers
        attempt.facts = session.scan()
        attempt.located = locate(attempt.facts, rubric)
        attempt.notes += attempt.located.notes
        attempt.problem = _missing(attempt.located) or _unreadable(attempt)
        if attempt.problem is None:
            attempt.failure, notes, attempt.printed = session.load(attempt.located.paths)
            attempt.notes += notes
            attempt.problem = _import_problem(attempt.failure) if attempt.failure else None
        if attempt.problem is None:
            attempt.replies = todo.run(session)
        elif attempt.failure is None:
            kind = "missing" if attempt.located.missing else "raised"
            attempt.failure = Failure(kind, f"{attempt.problem.title}: {attempt.problem.text}")  # type: ignore[arg-type]
    attempt.seconds = time.monotonic() - started
    return attempt


def _missing(located: Located) -> Problem | None:
    if not located.missing:
        return None
    names = ", ".join(located.missing)
    return Problem(f"{names} was not handed in", " ".join(located.notes) or "No file here defines what it should.")


def _unreadable(attempt: Attempt) -> Problem | None:
    """Return the problem when a required file is no Python at all."""
    for path in attempt.files.values():
        error = attempt.facts.get(path, {}).get("error")
        if isinstance(error, dict):
            line, column = (value if isinstance(value, int) else 0 for value in (error.get("line"), error.get("column")))
            text = str(error.get("message", ""))
            return Problem(f"{path} cannot be read as Python", text, path, line, str(error.get("source", "")), column)
    return None


def _import_problem(failure: Failure) -> Problem:
    frame = failure.frames[-1] if failure.frames else None
    return Problem(
        "The submission cannot be imported",
        failure.message,
        frame.file if frame else "",
        frame.line if frame else 0,
        frame.source if frame else "",
    )
