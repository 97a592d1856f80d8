"""What the commands do: put the pieces together and print. One function per command, each returns an exit status."""

from __future__ import annotations

import contextlib
import itertools
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import streams
from grader.course import HANDOUT, assignments, choose, find_course, here
from grader.errors import GradeError, MissingPackageError, UsageError
from grader.files import ELSEWHERE, refuse_no_room, refuse_unwritable, write_bytes, write_text
from grader.publish import complaint, for_audience, publish, render, shown
from grader.sandbox.warm import Warm
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.clock import Times
    from grader.course import AssignmentFolder
    from grader.engine.run import Job
    from grader.marks import Marks
    from grader.publish import Outcome
    from grader.rubric import Assignment, Limits
    from grader.score import ScoreReport

PRECHECKED = Path("reports", "precheck.html")
ADVICE = "Run it in a folder that you may write to."


def run(
    paths: Sequence[Path], out: str, formats: Sequence[str], arguments: Sequence[str], options: Mapping[str, Any]
) -> int:
    """Grade submissions, write their reports, print a table of each; 3 when one is incomplete, 2 when unreadable."""
    jobs = max(1, min(options["jobs"], len(paths)))
    _refuse_places(out)
    with contextlib.ExitStack() as stack:
        # Started first: they come up while this process reads the rubric and imports the engine.
        warms = [stack.enter_context(Warm(options["child_python"])) for _ in range(jobs)]
        folder = choose(find_course(here(), options["course"]), options["assignment"])
        _refuse_reference(folder, paths, out)
        for warm in warms:
            warm.packages = folder.rubric.packages
        named = _named(paths)
        times, marks = _times(folder.rubric, options, len(named)), _marks(folder.rubric, options, named, out)
        job = replace(_job(folder, options, precheck=False), marks=marks, times=times)
        from grader.engine.run import MAX_LANES
        from grader.parallel import share

        for warm in warms:
            warm.bound(job.settings.limits, MAX_LANES)

        def work(worker: int, part: Sequence[tuple[str, Path]]) -> list[Outcome]:
            return [
                publish(result, path, out, formats, options)
                for (_, path), result in zip(part, _grade(job, warms[worker], part, arguments, options), strict=True)
            ]

        outcomes = share(work, named, jobs)
    for outcome in outcomes:
        print(outcome.text, end="")
        print(outcome.complaint, end="", file=sys.stderr)
    return max(outcome.status for outcome in outcomes)


def _times(rubric: Assignment, options: Mapping[str, Any], count: int) -> Times:
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


def marks(slug: str, reports: Sequence[Path], course: Path | None, out: Path) -> None:
    """Write the sheet of marks to fill in for submissions that have reports; with `-` as the place, print it."""
    from grader.sheets import sheet

    refuse_no_room()
    folder = choose(find_course(here(), course), slug)
    text = sheet(folder.rubric, reports or [Path("reports")])
    if str(out) == "-":
        print(text, end="")
        return
    _refuse_reference(folder, [], str(out))
    if os.path.lexists(out):  # perhaps with marks in it
        raise UsageError(f"{out} is there already: move it away, or name another file with --out.")
    write_bytes(out, text.encode("utf-8-sig", "replace"), "Choose another file with --out.")
    print(f"{out}: {text.count(chr(10)) - 1} lines to fill in")


def _refuse_places(out: str, advice: str = ELSEWHERE) -> None:
    """Say at once, before any work, what would end it."""
    refuse_no_room()
    here()
    if out == "-":
        streams.refuse_closed_output()
    else:
        refuse_unwritable(Path(out), advice)


def _refuse_reference(folder: AssignmentFolder, paths: Sequence[Path], out: str = "-") -> None:
    """Refuse to grade the course itself, whose reference would be taken for a submission, or to write into it."""
    reference = folder.path.resolve()
    if folder.is_handout:
        return
    for path in paths:
        if Path(os.path.realpath(path)) in (reference, *reference.parents):
            raise UsageError(f"{path} holds the reference of {folder.rubric.slug}: name the folder that was handed in.")
    if out != "-" and Path(os.path.realpath(out)).is_relative_to(reference):
        raise UsageError(f"{out} is a place of the reference: choose another folder with --out.")


def _named(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Give each submission a name for its reports; a name that comes again gets a number."""
    from grader.submission import clean_name

    names: dict[str, Path] = {}
    for path in paths:
        name = clean_name(Path(os.path.realpath(path)))  # which a loop of links does not trouble
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        names[next(free for free in itertools.chain([name], numbered) if free not in names)] = path
    return list(names.items())


def _job(folder: AssignmentFolder, options: Mapping[str, Any], *, precheck: bool) -> Job:
    from grader import load
    from grader.engine.run import Job
    from grader.sandbox.host import Settings

    limits, least = _limits(folder.rubric.limits, options), "process" if precheck else "landlock"
    settings = Settings(limits, options["isolation"], options["seed"], least)
    known = load.stored(folder, hidden=not precheck)
    return Job(folder, known, settings, precheck, options.get("adapter"), run_cells=options["run_cells"])


def _grade(
    job: Job, warm: Warm, paths: Sequence[tuple[str, Path]], arguments: Sequence[str], options: Mapping[str, Any]
) -> list[ScoreReport | GradeError]:
    from grader.engine.run import Selection, grade

    return grade(job, warm, paths, Selection(options["only"], arguments), _prepare_reports)


def _prepare_reports() -> None:
    """Import and compile what writing a report needs."""
    import rich.console
    import rich.table  # noqa: F401

    from grader.report import as_html

    as_html.template()


def _limits(limits: Limits, options: Mapping[str, Any]) -> Limits:
    if options["timeout"]:
        limits = replace(limits, probe_seconds=options["timeout"], slow={})
    if options["memory"]:
        limits = replace(limits, memory_mib=options["memory"])
    return limits


def precheck(submission: Path | None, watch: bool, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    """Run the public checks for a student, once or at each save; 3 when the grader failed."""
    _refuse_places(str(PRECHECKED.parent), ADVICE)
    course = _course_of(submission, options["course"])
    folder = choose(course, options["assignment"])
    if submission is None and not folder.is_handout:
        raise UsageError("Name the submission to check: only in an unpacked handout it is the folder itself.")
    path = submission or course
    _refuse_reference(folder, [path])
    with Warm(options["child_python"], folder.rubric.packages) as warm:
        job = _job(folder, options, precheck=True)
        from grader.engine.run import MAX_LANES

        warm.bound(job.settings.limits, MAX_LANES)
        if not watch:
            return _precheck_once(job, warm, path, arguments, options)
        from grader.watch import saves

        for _ in saves(path):
            try:
                _precheck_once(job, warm, path, arguments, options)
            except GradeError as error:  # a file half saved is no reason to stop watching
                print(complaint(path, error), file=sys.stderr, end="")
            print("Watching for saves; stop with Ctrl-C.")
    return 0


def _course_of(submission: Path | None, named: Path | None) -> Path:
    """Find the handout or course that the submission lies in, else the one that the user is in."""
    try:
        return find_course(here() / (submission or ""), named)
    except UsageError:
        return find_course(here(), named)


def _precheck_once(job: Job, warm: Warm, path: Path, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    (report,) = _grade(job, warm, [("precheck", path)], arguments, options)
    if isinstance(report, GradeError):
        raise report
    report = for_audience(report, "student")
    text, status = shown(report, quiet=options["quiet"]), 3 if report.status == "incomplete" else 0
    try:
        write_text(PRECHECKED, render(report, "html"), ADVICE)
    finally:
        print(text, end="")
    print("" if options["quiet"] else f"  {PRECHECKED}\n", end="")
    return status


def handout(slug: str, course: Path | None, out: Path, *, dependencies: bool) -> None:
    """Write the handout of one assignment: a zip file, or a folder when the name has no ending."""
    from grader import handout as making
    from grader import load

    refuse_no_room()
    folder = choose(find_course(here(), course), slug)
    _refuse_handout(folder, out)
    load.stored(folder, hidden=not folder.is_handout)
    if out.suffix:
        count = making.write(folder, out, dependencies=dependencies)
        print(f"{out}: {count} files")
    else:
        making.unpacked(folder, out)
        print(f"{out}: unpacked form, without the wheel")


def _refuse_handout(folder: AssignmentFolder, out: Path) -> None:
    """Refuse to make a handout of a handout, and to write one over something else."""
    if folder.is_handout:
        raise UsageError("This is a handout already: make one from the course, where the reference is.")
    _refuse_reference(folder, [], str(out))
    if out.suffix not in ("", ".zip"):
        raise UsageError(f"{out} ends with neither .zip nor nothing (a folder): choose another name with --out.")
    if not out.suffix and out.is_dir() and any(out.iterdir()) and not (out / HANDOUT).is_dir():
        raise UsageError(f"{out} holds something else than a handout: choose another folder with --out.")
    refuse_unwritable(out if not out.suffix else out.parent)


def regenerate(slugs: Sequence[str], course: Path | None, child_python: str, *, check: bool, data: Path | None) -> int:
    """Make expected outputs anew, or with `check` compare them: 1 when something drifted."""
    from grader import expected, load
    from grader import regenerate as making
    from grader.datasets.used import refuse_no_folder

    refuse_no_room()
    refuse_no_folder(data)
    known = assignments(find_course(here(), course))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        near = did_you_mean(unknown[0], known)
        raise UsageError(f"There is no assignment {unknown[0]!r}.{near} There are: {', '.join(known)}.")
    status = 0
    for slug in slugs or known:
        folder = known[slug]
        if folder.is_handout:
            raise UsageError(
                "A handout holds no reference to regenerate from; `grade precheck` runs its public checks."
            )
        with Warm(child_python, folder.rubric.packages) as warm:
            if _is_left_out(warm, slug, named=bool(slugs)):
                continue
            if not check:
                print(f"{slug}: {making.write(folder, warm, data)} cases written to {folder.path / 'expected'}")
                continue
            load.refuse_misfit(folder, expected.load(folder, even_stale=True))
            stale, drifts = expected.stale(folder), making.check(folder, warm, data)
        for name in stale:
            print(f"{slug}: {name} has changed since; run `grade regenerate {slug}`")
        for drift in drifts:
            where = f"{drift.probe}, case {drift.case}, output {drift.output}"
            print(f"{slug}: {where}: drifted by {drift.error:.2g} (relative)")
        found = " and ".join(word for word, there in (("stale", stale), ("drift found", drifts)) if there)
        print(f"{slug}: {found or 'up to date'}")
        status = max(status, 1 if found else 0)
    return status


def _is_left_out(warm: Warm, slug: str, *, named: bool) -> bool:
    """Say so when an assignment that nobody named needs a package that is absent; one that was named is refused."""
    try:
        _ = warm.versions
    except MissingPackageError as absent:
        if named:
            raise
        print(f"{slug}: left out. {absent}", file=sys.stderr)
        return True
    return False


def doctor(child_python: str) -> int:
    """Print what each isolation level refuses here; 2 when there is none to grade with."""
    from rich.console import Console
    from rich.table import Table

    from grader.doctor import examine, titles

    with Warm(child_python) as warm:
        levels = list(examine(warm))
        versions = ", ".join(f"{name} {version}" for name, version in warm.versions.items())
    console = Console()
    table = Table("Tried inside the sandbox", *[level.name for level in levels], title=f"Isolation here ({versions})")
    for act, title in titles().items():
        words = [_word(level.refused[act]) if level.refused else "-" for level in levels]
        table.add_row(title, *words)
    console.print(table)
    for level in levels:
        console.print(f"{level.name}: {', '.join(level.layers) or level.why_not}", markup=False)
    had = [level.name for level in levels if level.refused]
    best = next((name for name in had if name != "process"), None)
    grading = f"Grading uses {best!r} by default." if best else "Grading is refused here (docs/security.md)."
    console.print(grading, f"A student's pre-check uses {had[0]!r}." if had else "", markup=False)
    return 0 if best else 2


def _word(refused: bool) -> str:
    return "refused" if refused else "POSSIBLE"
