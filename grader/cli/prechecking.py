"""What `precheck` does: run the public checks for a student, once or at each save."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli.explaining import narrowed
from grader.cli.running import grade_all, job_of, refuse_places
from grader.course import choose, find_course, here, refuse_reference
from grader.errors import GradeError, UsageError
from grader.files import write_text
from grader.publish import complaint, for_audience, render, shown, shown_change
from grader.report import catalogue, view
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.score import ScoreReport

PRECHECKED = Path("reports", "precheck.html")
ADVICE = "Run it in a folder that you may write to."


def precheck(submission: Path | None, watch: bool, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    """Run the public checks for a student, once or at each save; 3 when the grader failed."""
    refuse_places(str(PRECHECKED.parent), ADVICE)
    course = _course_of(submission, options["course"])
    folder = choose(course, options["assignment"])
    if submission is None and not folder.is_handout:
        raise UsageError("Name the submission to check: only in an unpacked handout it is the folder itself.")
    options = narrowed(folder.rubric, options, arguments)
    path = submission or course
    refuse_reference(folder, [path])
    with Warm(options["child_python"], folder.rubric.packages) as warm:
        job = job_of(folder, options, precheck=True)
        from grader.engine.run import MAX_LANES

        warm.bound(job.settings.limits, MAX_LANES)

        def check() -> ScoreReport:
            (report,) = grade_all(job, warm, [("precheck", path)], arguments, options)
            if isinstance(report, GradeError):
                raise report
            return for_audience(report, "student")

        if watch:
            _watch(check, path, options)
            return 0
        report = check()
        _show(report, _shown(report, options), options)
        return 3 if report.status == "incomplete" else 0


def _course_of(submission: Path | None, named: Path | None) -> Path:
    """Find the handout or course that the submission lies in, else the one that the user is in."""
    try:
        return find_course(here() / (submission or ""), named)
    except UsageError:
        return find_course(here(), named)


def _show(report: ScoreReport, text: str, options: Mapping[str, Any]) -> None:
    """Print what is told and write the page; not with `--explain`, whose page of one check would take its place."""
    if options["explain"]:
        print(text, end="")
        return
    try:
        write_text(PRECHECKED, render(report, "html", options["language"]), ADVICE)
    finally:
        print(text, end="")
    print("" if options["quiet"] else f"  {PRECHECKED}\n", end="")


def _watch(check: Callable[[], ScoreReport], path: Path, options: Mapping[str, Any]) -> None:
    """Check at once and after each save: first in full, then what changed since code last ran; until Ctrl-C."""
    from grader.cli.watch import saves

    last: ScoreReport | None = None
    for _ in saves(path):
        try:
            report = check()
            _clear(options)
            _show(report, _told(report, last, options), options)
            last = last if view.never_ran(report) else report
        except GradeError as error:  # a file half saved is no reason to stop watching
            print(complaint(path, error), file=sys.stderr, end="")
        print(catalogue.of(options["language"])("terminal.watching"))


def _told(report: ScoreReport, last: ScoreReport | None, options: Mapping[str, Any]) -> str:
    if options["quiet"]:
        return _shown(report, options)
    change = "" if last is None else shown_change(last, report, time.strftime("%H:%M:%S"), options["language"])
    if last is not None and options["explain"] is None:
        return change
    return change + ("\n" if change else "") + _shown(report, options)


def _shown(report: ScoreReport, options: Mapping[str, Any]) -> str:
    return shown(report, quiet=options["quiet"], explain=options["explain"], language=options["language"])


def _clear(options: Mapping[str, Any]) -> None:
    """Clear the terminal, if it is one that can be cleared, once there is something new to show."""
    if not options["quiet"]:
        from rich.console import Console

        Console().clear()
        sys.stdout.flush()
