"""One submission on its way through the sandbox: unpacked, read, imported, probed. Nothing is judged here."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.engine import plan
from grader.sandbox import facts
from grader.sandbox.reply import Failure, Frame
from grader.score import Problem
from grader.submission import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.rubric import Assignment
    from grader.sandbox.channel import Allowance
    from grader.sandbox.host import Loaded, Session
    from grader.sandbox.reply import FailureKind, Reply
    from grader.submission import Located, Unpacked


@dataclass
class Attempt:
    """What one run of a submission gave. `failure` is set when the submission as a whole could not be run.

    `handed_in` are the files that came, without an adapter's.
    """

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
    handed_in: tuple[str, ...] = ()

    @property
    def files(self) -> Mapping[str, str]:
        """Required file -> the file of the submission that was taken for it."""
        return self.located.paths if self.located else {}


def run(
    submission: Unpacked, opened: Callable[[], Session], rubric: Assignment, todo: plan.Plan, lanes: int = 1
) -> Attempt:
    """Run everything in `todo` on one submission, in `lanes` sessions at a time."""
    started = time.monotonic()
    with opened() as session:
        attempt = Attempt(submission, notes=submission.notes, level=session.level, layers=session.layers)
        # For every Python file that was handed in, also when the scan did not survive them.
        attempt.facts = facts.taken(session.scan(), (name for name in submission.files if name.lower().endswith(".py")))
        attempt.located = locate(attempt.facts, rubric)
        attempt.notes += attempt.located.notes
        attempt.problem = _missing(attempt.located) or _unreadable(attempt)
        if attempt.problem is None:
            _load_and_probe(attempt, session, opened, todo, lanes)
        else:
            kind: FailureKind = "missing" if attempt.located.missing else "raised"
            attempt.failure = Failure(kind, f"{attempt.problem.title}: {attempt.problem.text}")
    attempt.seconds = time.monotonic() - started
    return attempt


def _load_and_probe(
    attempt: Attempt, session: Session, opened: Callable[[], Session], todo: plan.Plan, lanes: int
) -> None:
    """Import the submission; if that goes well, let further sessions help with the probes."""
    loaded = session.load(attempt.files)
    attempt.failure, attempt.printed = loaded.failure, loaded.printed
    attempt.notes += loaded.notes
    attempt.problem = _import_problem(loaded)
    if loaded.failure is not None:
        return
    work = plan.Work(todo)
    with ThreadPoolExecutor(lanes) as pool:
        helpers = [pool.submit(_help, opened, attempt.files, work, session.allowance) for _ in range(lanes - 1)]
        work.do(session)
        for helper in helpers:
            helper.result()
    attempt.replies = work.replies


def _help(opened: Callable[[], Session], files: Mapping[str, str], work: plan.Work, shared: Allowance) -> None:
    with opened() as session:
        session.allowance = shared  # one submission, one bound
        if session.load(files).failure is None:
            work.do(session)


def _missing(located: Located) -> Problem | None:
    if not located.missing:
        return None
    names = ", ".join(located.missing)
    return Problem(f"{names} was not handed in", " ".join(located.notes) or "No file here defines what it should.")


def _unreadable(attempt: Attempt) -> Problem | None:
    """Return the problem when a required file is no Python at all."""
    for path in attempt.files.values():
        error = attempt.facts[path].get("error")
        if error is not None:
            title = f"{path} cannot be read as Python"
            return Problem(title, error["message"], path, error["line"], error["source"], error["column"])
    return None


def _import_problem(loaded: Loaded) -> Problem | None:
    failure = loaded.failure or loaded.stopped
    if failure is None:
        return None
    frame = failure.frames[-1] if failure.frames else Frame("", 0, "")
    title, text = "The submission cannot be imported", failure.message
    if loaded.failure is None:
        title = "The import stopped halfway"
        text += " What was defined before that line is graded; what stands below it never was."
    return Problem(title, text, frame.file, frame.line, frame.source)
