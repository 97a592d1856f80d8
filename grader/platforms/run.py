"""One submission on a platform: grade it and say so in the platform's format, whatever happens."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from grader.cli import running
from grader.course import AssignmentFolder
from grader.engine.run import MAX_LANES, Selection, grade
from grader.errors import GradeError, SubmissionError, where
from grader.files import write_bytes
from grader.platforms import metadata, settings, told
from grader.platforms.handed import handed_in
from grader.platforms.results import FORMS
from grader.report.escape import one_line
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.platforms.settings import Settings
    from grader.platforms.told import Told
    from grader.score import ScoreReport

ADVICE = "Let the grader write there."


@dataclass(frozen=True)
class Place:
    """Where things are on the platform: package, submission, what is not the student's in it, and times."""

    package: Path
    submission: Path
    ours: Sequence[str] = ()
    metadata: Path | None = None


def run(platform: str, place: Place, results: str) -> None:
    """Grade, and write the results: into the file that is named, to `-`, standard output, or to `fd:N`.

    A fault of the grader is a result, too; its own words go to standard error, where staff alone read that or a person
    at a terminal does. An error is raised only when results cannot be written.
    """
    form, found = FORMS[platform], _told(place)
    if found.staff and (form.errors_are_staffs or sys.stderr.isatty()):
        sys.stderr.write(f"grade: {one_line(found.staff)}\n")
    data = form.write(found)
    if form.how == "file":
        write_bytes(Path(results), data, ADVICE)
    elif form.how == "added":
        with Path(results).open("ab") as file:
            file.write(data)
    elif results == "-":
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        with os.fdopen(int(results.removeprefix("fd:")), "wb", closefd=False) as stream:
            stream.write(data)


def _told(place: Place) -> Told:
    known = settings.UNKNOWN
    try:
        with _opened(place.package) as package:
            known = settings.read(package)
            with _at_most(known.seconds), handed_in(place.submission, place.ours) as path:
                return told.of_report(_graded(known, package / settings.ASSIGNMENT, path, place))
    except SubmissionError as error:
        return told.unreadable(known, str(error))
    except GradeError as error:
        return told.fault(known, staff=str(error))
    except KeyboardInterrupt:
        return told.fault(known, f"It was stopped, from outside or after {known.seconds:g} s.")
    except Exception as error:  # noqa: BLE001 - whatever it is, a result comes out that says so
        return told.fault(known, staff=f"The grader itself failed: {where(error)}.")


def _graded(known: Settings, assignment: Path, path: Path, place: Place) -> ScoreReport:
    folder = AssignmentFolder(assignment)
    options = {"isolation": known.isolation, "seed": 0, "timeout": None, "memory": None, "run_cells": False}
    with Warm(sys.executable, folder.rubric.packages) as warm:
        job = running.job_of(folder, options, precheck=known.precheck)
        job = replace(job, times=metadata.times(place.metadata, folder.rubric.policy.due_at))
        warm.bound(job.settings.limits, MAX_LANES)
        (report,) = grade(job, warm, [("submission", path)], Selection(known.only))
    if isinstance(report, GradeError):
        raise report
    return report


@contextmanager
def _opened(package: Path) -> Iterator[Path]:
    """Yield a package as a folder. One that lies among a student's files is an archive: nothing can be put into it."""
    if package.is_dir():
        yield package
        return
    with tempfile.TemporaryDirectory() as place:  # which nobody else may enter
        with zipfile.ZipFile(package) as archive:
            archive.extractall(place)
        yield Path(place)


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Stop after so many seconds as Ctrl-C would, in time to say so before the platform ends everything."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        with contextlib.suppress(TypeError):  # a handler that was not set from Python
            signal.signal(signal.SIGALRM, before)
