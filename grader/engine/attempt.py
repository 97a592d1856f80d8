"""One submission on its way through the sandbox: unpacked, read, imported, probed. Nothing is judged here."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.engine import plan
from grader.handed import found_as, is_python
from grader.sandbox import facts
from grader.sandbox.importing import How
from grader.sandbox.reply import Failure, Frame
from grader.score import CheckResult, Counterexample, Problem
from grader.submission import locate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.engine.again import Carried, Look
    from grader.rubric import Assignment
    from grader.sandbox.channel import Allowance
    from grader.sandbox.host import Session
    from grader.sandbox.importing import Loaded
    from grader.sandbox.reply import FailureKind, Reply
    from grader.submission import Located, Unpacked


@dataclass
class Attempt:
    """What one run of a submission gave. `failure` is set when the submission as a whole could not be run.

    `handed_in` are the files that came, without an adapter's. `carried` is what came of checks that were run again with
    stand-ins given, `smallest` the smallest case on which a check fails, `judged` and `judged_again` what is known
    already of checks and of their second runs (`engine.again`).
    """

    unpacked: Unpacked
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    located: Located | None = None
    failure: Failure | None = None
    problem: Problem | None = None
    notes: tuple[str, ...] = ()
    printed: str = ""
    replies: Mapping[plan.Key, Reply] = field(default_factory=dict)
    carried: Carried = field(default_factory=dict)
    smallest: Mapping[str, Counterexample] = field(default_factory=dict)
    level: str = ""
    layers: tuple[str, ...] = ()
    seconds: float = 0.0
    handed_in: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Begin without results; they are no field, since whoever keeps an attempt wants it judged anew."""
        self.judged: Mapping[str, CheckResult] = {}
        self.judged_again: Mapping[str, CheckResult] = {}

    def forget(self) -> None:
        """Let go of the replies and of what they were judged to be."""
        self.replies, self.carried, self.judged, self.judged_again = {}, {}, {}, {}

    @property
    def files(self) -> Mapping[str, str]:
        """Required file -> the file of the submission that was taken for it."""
        return self.located.paths if self.located else {}


def run(  # noqa: PLR0913, PLR0917 - one argument for each thing that an attempt is made of
    submission: Unpacked,
    opened: Callable[[], Session],
    rubric: Assignment,
    todo: plan.Plan,
    look: Look | None = None,
    lanes: int = 1,
) -> Attempt:
    """Run everything in `todo` on one submission, in `lanes` sessions at a time, with a closer `look` at what fails."""
    started = time.monotonic()
    with opened() as session:
        attempt = Attempt(submission, notes=submission.notes, level=session.level, layers=session.layers)
        # For every Python file that was handed in, also when the scan did not survive them.
        attempt.facts = facts.taken(session.scan(), (name for name in submission.files if is_python(name)))
        attempt.located = locate(attempt.facts, rubric, submission.notebooks)
        attempt.notes += attempt.located.notes
        unreadable = _unreadable(attempt)
        missing, broken = list(_missing(attempt.located)), list(unreadable.values())
        usable = {name: path for name, path in attempt.files.items() if name not in unreadable}
        if usable:
            imports = Imports(usable, _how(submission, rubric, attempt.located, unreadable))
            broken += _load(attempt, session, imports)
            if attempt.failure is None:
                closer = partial(_closer, attempt, look) if look else None
                work = plan.Work(todo, between=closer)
                _probe(session, opened, imports, work, lanes)
                attempt.replies = work.replies
                if look:
                    attempt.carried = look.again(session, attempt.replies)
                    attempt.judged, attempt.judged_again = look.judged, look.judged_again
        else:
            kind: FailureKind = "missing" if attempt.located.missing else "raised"
            first = [*missing, *broken][0]
            attempt.failure = Failure(kind, f"{first.title}: {first.text}")
        _tell(attempt, missing, broken)
    attempt.seconds = time.monotonic() - started
    return attempt


def _closer(attempt: Attempt, look: Look, session: Session, replies: Mapping[plan.Key, Reply]) -> None:
    attempt.smallest = look.closer(session, replies)


@dataclass(frozen=True)
class Imports:
    """What each session imports: required file -> the file taken for it, and how."""

    files: Mapping[str, str]
    how: How


def _how(submission: Unpacked, rubric: Assignment, located: Located, unreadable: Mapping[str, Problem]) -> How:
    """Say what probes hear that need a file which cannot be imported, and which data lie in the working folder."""
    absent = {name: Failure("missing", reason) for name, reason in located.reasons.items()}
    absent |= {name: Failure("raised", _sentence(problem)) for name, problem in unreadable.items()}
    found = {name: found_as(name, submission.files) for name in rubric.files if not is_python(name)}
    data = {PurePosixPath(name).name: path for name, path in found.items() if path}
    return How(absent, rubric.defines, rubric.load == "definitions", data)


def _load(attempt: Attempt, session: Session, imports: Imports) -> list[Problem]:
    """Import the submission; return what went wrong."""
    loaded = session.load(imports.files, imports.how)
    attempt.failure, attempt.printed = loaded.failure, loaded.printed
    attempt.notes += loaded.notes
    return list(_import_problems(loaded))


def _probe(session: Session, opened: Callable[[], Session], imports: Imports, work: plan.Work, lanes: int) -> None:
    """Make all calls, with further sessions that help."""
    with ThreadPoolExecutor(lanes) as pool:
        helpers = [pool.submit(_help, opened, imports, work, session.allowance) for _ in range(lanes - 1)]
        work.do(session)
        for helper in helpers:
            helper.result()


def _help(opened: Callable[[], Session], imports: Imports, work: plan.Work, shared: Allowance) -> None:
    with opened() as session:
        session.allowance = shared  # one submission, one bound
        if session.load(imports.files, imports.how).failure is None:
            work.do(session)


def _missing(located: Located) -> Iterator[Problem]:
    if located.missing:
        names = ", ".join(located.missing)
        text = " ".join(dict.fromkeys(located.reasons.values())) or "No file here defines what it should."
        yield Problem(f"{names} was not handed in", text)


def _unreadable(attempt: Attempt) -> dict[str, Problem]:
    """Return required file -> the problem, of those that are no Python at all."""
    found = {}
    for name, path in attempt.files.items():
        error = attempt.facts[path].get("error")
        if error is not None:
            title = f"{path} cannot be read as Python"
            found[name] = Problem(title, error["message"], path, error["line"], error["source"], error["column"])
    return found


def _import_problems(loaded: Loaded) -> Iterator[Problem]:
    if loaded.failure is not None:
        yield _problem("The submission cannot be imported", loaded.failure)
    for failure in loaded.unusable:
        yield _problem("A file cannot be imported", failure, " The others are graded without it.")
    for failure in loaded.stops:
        rest = " What was defined before that line is graded; what stands below it never was."
        yield _problem("The import stopped halfway", failure, rest)


def _problem(title: str, failure: Failure, rest: str = "") -> Problem:
    frame = failure.frames[-1] if failure.frames else Frame("", 0, "")
    return Problem(title, failure.message + rest, frame.file, frame.line, frame.source)


def _sentence(problem: Problem) -> str:
    return f"{problem.title}: {f'line {problem.line}: ' if problem.line else ''}{problem.text}"


def _tell(attempt: Attempt, missing: Sequence[Problem], broken: Sequence[Problem]) -> None:
    """Show one problem in full and name the others in the notes, where those of missing files are already."""
    attempt.problem = next(iter([*missing, *broken]), None)
    attempt.notes += tuple(_sentence(problem) for problem in broken if problem is not attempt.problem)
