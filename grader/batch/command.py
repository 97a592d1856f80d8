"""What `grade batch` does: find the class and its assignment, hold the gradebook, and let `class_run` grade."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import detect, which
from grader.batch import attempts, class_run, ingest, lock, roster, summary, todo
from grader.batch.given import with_earlier
from grader.batch.gradebook import NAME, Gradebook
from grader.batch.grading import ByEngine, Reports
from grader.classpage.command import write_page
from grader.cli.running import job_of, refuse_places, times_of
from grader.clock import Zone
from grader.course import assignments, choose, find_course, here, refuse_reference
from grader.errors import UsageError
from grader.report.escape import one_line
from grader.sandbox.warm import Warm
from grader.sheets import merged

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.batch.entries import Download, Entry
    from grader.batch.summary import Summary
    from grader.engine.run import Job

LOOKED_AT = 5  # submissions by which the assignment is recognised
AUDIENCES = ("instructor", "student")
ZONELESS = "The download's times name no zone, so none is taken for late: state `zone` in the rubric's policy."


def batch(source: Path, out: Path, formats: Sequence[str], options: Mapping[str, Any]) -> int:
    """Grade a class; 3 when a submission is incomplete by a fault of the grader, else 0."""
    gradebook: Path = options["gradebook"] or out / NAME
    if options["jobs"] and options["scheduler"]:
        raise UsageError(
            "--jobs is of this machine; how many a cluster grades at a time is up to its workers' threads."
        )
    refuse_places(str(out))
    _refuse_inside(source, {"--out": out, "--gradebook": gradebook})
    course = find_course(here(), options["course"])
    with lock.held(gradebook) as folder:
        download = ingest.read(source, folder, options["layout"])
        known = roster.read(options["roster"]) if options["roster"] else None
        joined, found = _joined(download, known, options["roster"])
        entries = [chosen.entry for chosen in attempts.choose(joined, options["attempt"])]
        job = _job(course, source, entries, out, options)
        entries, clear = todo.in_zone(entries, Zone(job.folder.rubric.policy.zone).info)
        found.remark = ZONELESS if job.times.due and not clear else found.remark
        named = todo.named(entries)
        found.names = {name: "; ".join(person.name or person.key for person in entry.people) for name, entry in named}
        found.late = sum(entry.late for entry in entries)
        sheet = merged(options["marks"], job.folder.rubric, list(found.names), str(out))
        audiences = AUDIENCES if options["audience"] == "both" else (options["audience"],)
        reports = Reports(audiences, formats or ("json", "html"), options["language"])
        with Gradebook(gradebook) as book:
            given = with_earlier(book, job.folder.rubric, found.names, sheet)
            for name, text in given.lost:
                found.note(summary.LOST_MARKS, name, text)
            work = ByEngine(replace(job, marks=given.marks), options["child_python"], reports, folder)
            workers, quiet = options["jobs"] or _processors(), options["quiet"]
            run = class_run.Run(book, work, out, workers, options["attempt"], quiet, options["scheduler"])
            run.marked = given.contents
            run.grade(named, found, again=options["again"])
            print(summary.text(found), end="")
            for label, place in (("Layout", download.layout), ("Gradebook", gradebook), ("Reports", f"{out}{os.sep}")):
                print(one_line(f"{label}: {place}"))
            if "html" in reports.formats:  # after what was done is said: if no page can be made, all else stands
                print(one_line(f"Class: {write_page(book, job.folder.rubric.slug, out, known, reports.language)}"))
    return found.exit_status


def _refuse_inside(source: Path, places: Mapping[str, Path]) -> None:
    """Refuse to write among the submissions: the next run would take it for one."""
    for option, place in places.items():
        if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(source)):
            raise UsageError(f"{place} lies in {source}, among the submissions: choose another place with {option}.")


def _joined(download: Download, known: roster.Roster | None, path: Path) -> tuple[Sequence[Entry], Summary]:
    """Return the entries, completed by a roster, which was read from `path`, with the beginning of a summary."""
    if known is None:
        return download.entries, summary.Summary(download.unrecognised)
    joined = roster.join(download, known)
    absent, strangers = (
        tuple(person.name or person.key for person in people) for people in (joined.absent, joined.strangers)
    )
    found = summary.Summary(download.unrecognised, absent, strangers, joined.ambiguous)
    if len(strangers) == len({person.key for entry in download.entries for person in entry.people}):
        found.remark = f"Nobody who handed in is on {path}: is it this class's, with columns such as Name, Email or ID?"
    return joined.entries, found


def _job(course: Path, source: Path, entries: Sequence[Entry], out: Path, options: Mapping[str, Any]) -> Job:
    """Return what all submissions share. Each is graded in one session at a time, since others fill the processors."""
    known, slug = assignments(course), options["assignment"]
    unknown = slug is None and len(known) > 1
    if unknown:
        with Warm(options["child_python"]) as warm:
            paths = [entry.path for entry in entries[:LOOKED_AT]]
            slug = which.recognise(course, paths, warm, options["isolation"], options["adapter"])
    folder = choose(course, slug)
    refuse_reference(folder, [source, *(entry.path for entry in entries)], str(out))
    if options["gradebook"]:
        refuse_reference(folder, [], str(options["gradebook"]), "--gradebook")
    job = job_of(folder, options, precheck=False)
    times = times_of(folder.rubric, {**options, "submitted_at": None}, len(entries))
    return replace(job, times=times, remarks=detect.Remarks(folder, known, recognised=unknown), lanes=1)


def _processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
