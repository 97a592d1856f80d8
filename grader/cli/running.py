"""What `run` does: put the pieces together and print; and the pieces that `precheck` shares with it."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.cli import streams
from grader.cli.explaining import narrowed
from grader.course import assignments, choose, find_course, here, refuse_reference
from grader.errors import GradeError, UsageError
from grader.files import ELSEWHERE, refuse_no_room, refuse_unwritable
from grader.publish import publish
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.clock import Times
    from grader.course import AssignmentFolder
    from grader.detect import Remarks
    from grader.engine.run import Job
    from grader.marks import Marks
    from grader.publish import Outcome
    from grader.rubric import Assignment, Limits
    from grader.score import ScoreReport


def run(
    paths: Sequence[Path], out: str, formats: Sequence[str], arguments: Sequence[str], options: Mapping[str, Any]
) -> int:
    """Grade submissions, write their reports, print a table of each; 3 when one is incomplete, 2 when unreadable."""
    jobs = max(1, min(options["jobs"], len(paths)))
    refuse_places(out)
    _refuse_keeping(options, arguments)
    with contextlib.ExitStack() as stack:
        # Started first: they come up while this process reads the rubric and imports the engine.
        warms = [stack.enter_context(Warm(options["child_python"])) for _ in range(jobs)]
        folder, remarks = _assignment(paths, out, options)
        options = narrowed(folder.rubric, options, arguments)
        for warm in warms:
            warm.packages = folder.rubric.packages
        named = _named(paths)
        times, marks = times_of(folder.rubric, options, len(named)), _marks(folder.rubric, options, named, out)
        job = replace(job_of(folder, options, precheck=False), marks=marks, times=times, remarks=remarks)
        job = _keeping(job, options)
        from grader.engine.run import MAX_LANES
        from grader.parallel import share

        for warm in warms:
            warm.bound(job.settings.limits, MAX_LANES)

        def work(worker: int, part: Sequence[tuple[str, Path]]) -> list[Outcome]:
            return [
                publish(result, path, out, formats, options)
                for (_, path), result in zip(part, grade_all(job, warms[worker], part, arguments, options), strict=True)
            ]

        outcomes = share(work, named, jobs)
    gap = "" if options["quiet"] or out == "-" else "\n"
    for place, outcome in enumerate(outcomes):
        print((gap if place else "") + outcome.text, end="")
        print(outcome.complaint, end="", file=sys.stderr)
    return max(outcome.status for outcome in outcomes)


def _refuse_keeping(options: Mapping[str, Any], arguments: Sequence[str]) -> None:
    """Refuse to keep a part of what would be needed to score it again, and to keep it where nothing can be written."""
    if options["keep"] is not None:
        if options["only"] or arguments:
            raise UsageError("--keep keeps whole runs: leave --only and the words after `--` away, or --keep.")
        refuse_unwritable(options["keep"], "Choose another folder with --keep.")


def _keeping(job: Job, options: Mapping[str, Any]) -> Job:
    """Return a job that keeps what comes back, if it is asked to."""
    if options["keep"] is None:
        return job
    from grader.regrading.kept import Keeper

    refuse_reference(job.folder, [], str(options["keep"]), "--keep")
    return replace(job, keep=Keeper(options["keep"], job.times.due if options["due"] else None))


def _assignment(paths: Sequence[Path], out: str, options: Mapping[str, Any]) -> tuple[AssignmentFolder, Remarks]:
    """Return the assignment that was named, that is the only one, or that the submissions are recognised to be of."""
    from grader import detect, which

    course, slug = find_course(here(), options["course"]), options["assignment"]
    known = assignments(course)
    unknown = slug is None and len(known) > 1
    folders = list(known.values()) if unknown else [choose(course, slug)]
    for folder in folders:
        refuse_reference(folder, paths, out)
        which.refuse_many(paths, folder.rubric)
    if unknown:
        with Warm(options["child_python"]) as warm:
            slug = which.recognise(course, paths, warm, options["isolation"], options["adapter"])
        if out == "-" or options["quiet"]:  # else the report says so
            print(f"grade: taken for submissions of {slug}.", file=sys.stderr)
        folders = [choose(course, slug)]
    return folders[0], detect.Remarks(folders[0], known, recognised=unknown)


def times_of(rubric: Assignment, options: Mapping[str, Any], count: int) -> Times:
    """Return when a submission was due and when it came, as far as anybody said."""
    from grader.clock import Times, Zone, instant

    if options["submitted_at"] is not None and count > 1:
        raise UsageError(f"--submitted-at says when one submission came, but here are {count}: grade each by itself.")
    said = {}
    for name in ("due", "submitted_at"):
        if options[name] is not None:
            try:
                said[name] = instant(options[name], Zone(rubric.policy.zone))
            except UsageError as error:
                raise UsageError(f"--{name.replace('_', '-')}: {error}") from None
    return Times(said.get("due") or rubric.policy.due_at, said.get("submitted_at"))


def _marks(rubric: Assignment, options: Mapping[str, Any], named: Sequence[tuple[str, Path]], out: str) -> Marks:
    from grader.sheets import merged

    return merged(options["marks"], rubric, [name for name, _ in named], out)


def refuse_places(out: str, advice: str = ELSEWHERE) -> None:
    """Say at once, before any work, what would end it."""
    refuse_no_room()
    here()
    if out == "-":
        streams.refuse_closed_output()
    else:
        refuse_unwritable(Path(out), advice)


def _named(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Give each submission a name for its reports; a name that comes again gets a number."""
    from grader.submission import clean_name

    names: dict[str, Path] = {}
    for path in paths:
        name = clean_name(Path(os.path.realpath(path)))  # which a loop of links does not trouble
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        names[next(free for free in itertools.chain([name], numbered) if free not in names)] = path
    return list(names.items())


def job_of(folder: AssignmentFolder, options: Mapping[str, Any], *, precheck: bool) -> Job:
    """Return what all submissions of a run share; a pre-check opens no hidden case and knows no mistakes."""
    from grader import load
    from grader.diagnose import catalogue
    from grader.engine.run import Job
    from grader.sandbox.host import Settings

    limits, least = _limits(folder.rubric.limits, options), "process" if precheck else "landlock"
    settings = Settings(limits, options["isolation"], options["seed"], least)
    known = load.stored(folder, hidden=not precheck)
    mistakes = (lambda: None) if precheck else catalogue.when_asked(folder.path / "expected", known.sha256)
    return Job(folder, known, settings, mistakes, precheck, options.get("adapter"), run_cells=options["run_cells"])


def grade_all(
    job: Job, warm: Warm, paths: Sequence[tuple[str, Path]], arguments: Sequence[str], options: Mapping[str, Any]
) -> list[ScoreReport | GradeError]:
    """Grade submissions (name for the report, path) by a job, and prepare for their reports meanwhile."""
    from grader.engine.run import Selection, grade

    return grade(
        job, warm, paths, Selection(options["only"], arguments), partial(_prepare_reports, options["language"])
    )


def _prepare_reports(language: str) -> None:
    """Import and compile what writing a report needs."""
    import rich.console
    import rich.table  # noqa: F401

    from grader.report import as_html

    as_html.template(language)


def _limits(limits: Limits, options: Mapping[str, Any]) -> Limits:
    if options["timeout"]:
        limits = replace(limits, probe_seconds=options["timeout"], slow={})
    if options["memory"]:
        limits = replace(limits, memory_mib=options["memory"])
    return limits
