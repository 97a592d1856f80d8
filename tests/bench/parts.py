"""Grade one submission step by step, one after the other, and print the seconds of each step as JSON.

    python -m tests.bench.parts COURSE SLUG SUBMISSION

Run in a process of its own, so that imports are still to be made. `grade` does the same steps, several of them at the
same time.
"""
# ruff: noqa: PLC0415 - when an import happens is what is measured

from __future__ import annotations

import contextlib
import importlib
import json
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.engine import plan
    from grader.engine.run import Job
    from grader.expected import Expected
    from grader.rubric import Check
    from grader.sandbox.host import Session
    from grader.sandbox.reply import Reply
    from grader.sandbox.warm import Warm
    from grader.score import CheckResult


class Clock:
    """Seconds by step, in the order in which they were taken."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time the block."""
        started = time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - started


def main(course: Path, slug: str, submission: Path) -> dict[str, float]:
    """Grade `submission`; return the seconds of every step."""
    clock = Clock()
    with clock.step("import: command line"):
        from grader.cli import running  # noqa: F401
        from grader.course import choose, find_course
        from grader.sandbox.warm import Warm
    with clock.step("start the warm parent"):
        warm = Warm()
    with warm:
        with clock.step("import: NumPy"):
            importlib.import_module("numpy")
        with clock.step("read the rubric"):
            folder = choose(find_course(course, course), slug)
            checks = list(folder.rubric.checks())
        known = _imports(clock, folder)
        with clock.step("wait for the warm parent"):
            _ = warm.versions
        job, replies = _child(clock, folder, known, warm, submission)
        _judging(clock, job, replies, checks)
        _reports(clock, job, warm, submission)
    with clock.step("(a warm parent, from start to ready)"), Warm() as other:
        _ = other.versions
    return clock.seconds


def _imports(clock: Clock, folder: AssignmentFolder) -> Expected:
    with clock.step("import: the engine"):
        from grader import expected
        from grader.engine import run  # noqa: F401
    with clock.step("import: pytest and its record"):
        from grader.engine import items  # noqa: F401

        for name in ("pytest_metadata.plugin", "pytest_jsonreport.plugin"):
            importlib.import_module(name)
    with clock.step("import: reports"):
        import rich.console
        import rich.table  # noqa: F401

        from grader.report import as_html

        as_html.template()
    with clock.step("read the expected outputs"):
        return expected.load(folder)


def _child(
    clock: Clock, folder: AssignmentFolder, known: Expected, warm: Warm, submission: Path
) -> tuple[Job, Mapping[plan.Key, Reply]]:
    from grader.engine import plan
    from grader.engine.run import Job
    from grader.sandbox.host import Session, Settings
    from grader.submission import locate, unpack
    from grader.workspace import workspace

    settings = Settings(folder.rubric.limits)
    with clock.step("plan the calls"):
        todo = plan.make(folder.rubric.checks(), known)
    with workspace() as space:
        with clock.step("unpack the submission"):
            unpacked = unpack(submission, space.submission)
        with clock.step("open a session"):
            session = Session(warm, space, folder.driver, settings)
        with session:
            with clock.step("scan"):
                facts = session.scan()
            paths = locate({name: facts.get(name, {}) for name in unpacked.files}, folder.rubric).paths
            with clock.step("import the submission"):
                session.load(paths)
            work = plan.Work(todo)
            with clock.step("probes, in one session"):
                work.do(session)
        clock.seconds["(of which inside the calls)"] = sum(reply.seconds for reply in work.replies.values())
        _levels(clock, partial(Session, warm, space, folder.driver))
        clock.seconds["(forks for probes)"] = float(sum(map(len, todo.waves)))
    return Job(folder, known, settings), work.replies


def _levels(clock: Clock, opened: Callable[[Any], Session]) -> None:
    """Open a session at each level of isolation that this machine offers."""
    from grader.errors import IsolationError
    from grader.rubric import Limits
    from grader.sandbox.host import LEVELS, Settings

    for level in LEVELS:
        with contextlib.suppress(IsolationError), clock.step(f"(a session at level {level})"):
            opened(Settings(Limits(), level)).close()


def _judging(clock: Clock, job: Job, replies: Mapping[plan.Key, Reply], checks: Sequence[Check]) -> None:
    from grader.engine import items, judge
    from grader.rubric import Forbids

    with clock.step("judge"):
        results = {
            check.id: judge.result(check, "passed", "")
            if isinstance(check, Forbids)
            else judge.judge(check, job.expected, replies)
            for check in checks
        }
    with clock.step("pytest: collect, run and record"):
        items.run(job.folder.path / "rubric.py", [Judged(checks, results)])


class Judged:
    """A submission whose results are known already: what remains is pytest's own work."""

    name = "judged"

    def __init__(self, checks: Sequence[Check], results: Mapping[str, CheckResult]):
        self.checks, self.results = checks, results

    def start(self, selected: Sequence[Check]) -> None:
        """Do nothing."""

    def judge(self, check: Check) -> CheckResult:
        """Return the result."""
        return self.results[check.id]

    def stop(self) -> None:
        """Do nothing."""


def _reports(clock: Clock, job: Job, warm: Warm, submission: Path) -> None:
    from grader.engine.run import grade
    from grader.report.as_html import to_html
    from grader.report.as_json import to_json
    from grader.report.redact import for_student
    from grader.score import ScoreReport

    with clock.step("(the whole again, all imported, without reports)"):
        (report,) = grade(job, warm, [("again", submission)])
    if not isinstance(report, ScoreReport):
        raise report
    with clock.step("reports: JSON and HTML for two audiences"):
        for version in (report, for_student(report)):
            to_json(version)
            to_html(version)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]))))
