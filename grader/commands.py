"""What the commands do: put the pieces together and print. One function per command, each returns an exit status."""

from __future__ import annotations

import contextlib
import itertools
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import assignments, choose, find_course
from grader.errors import GradeError, UsageError
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.engine.run import Job
    from grader.rubric import Limits
    from grader.score import ScoreReport


def run(
    paths: Sequence[Path], out: str, formats: Sequence[str], arguments: Sequence[str], options: Mapping[str, Any]
) -> int:
    """Grade submissions, write their reports, print a table of each; 3 when one is incomplete, 2 when unreadable."""
    jobs = max(1, min(options["jobs"], len(paths)))
    with contextlib.ExitStack() as stack:
        # Started first: they come up while this process reads the rubric and imports the engine.
        warms = [stack.enter_context(Warm(options["child_python"])) for _ in range(jobs)]
        folder = choose(find_course(Path.cwd(), options["course"]), options["assignment"])
        for warm in warms:
            warm.packages = folder.rubric.packages
        job = _job(folder, options, precheck=False)
        from grader.engine.run import MAX_LANES
        from grader.parallel import share

        for warm in warms:
            warm.bound(job.settings.limits, MAX_LANES)

        def work(worker: int, part: Sequence[tuple[str, Path]]) -> list[Outcome]:
            return [
                _publish(result, path, out, formats, options)
                for (_, path), result in zip(part, _grade(job, warms[worker], part, arguments, options), strict=True)
            ]

        outcomes = share(work, _named(paths), jobs)
    for outcome in outcomes:
        print(outcome.text, end="", file=sys.stderr if outcome.status == 2 else sys.stdout)
    return max(outcome.status for outcome in outcomes)


ENDINGS = {"json": "json", "html": "html", "text": "txt"}


@dataclass(frozen=True)
class Outcome:
    """What a submission's grading ended with: an exit status, and what to print."""

    status: int
    text: str


def _named(paths: Sequence[Path]) -> list[tuple[str, Path]]:
    """Give each submission a name for its reports; a name that comes again gets a number."""
    from grader.submission import clean_name

    names: dict[str, Path] = {}
    for path in paths:
        name = clean_name(path.resolve())
        numbered = (f"{name}-{number}" for number in itertools.count(2))
        names[next(free for free in itertools.chain([name], numbered) if free not in names)] = path
    return list(names.items())


def _complaint(path: Path, error: GradeError) -> str:
    from grader.report.escape import visible

    return f"grade: {visible(str(path))}: {visible(str(error))}\n"


def _job(folder: AssignmentFolder, options: Mapping[str, Any], *, precheck: bool) -> Job:
    from grader import expected
    from grader.engine.run import Job
    from grader.sandbox.host import Settings

    limits, least = _limits(folder.rubric.limits, options), "process" if precheck else "landlock"
    settings = Settings(limits, options["isolation"], options["seed"], least)
    return Job(folder, expected.load(folder, hidden=not precheck), settings, precheck)


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
        limits = replace(limits, probe_seconds=options["timeout"])
    if options["memory"]:
        limits = replace(limits, memory_mib=options["memory"])
    return limits


def _publish(
    report: ScoreReport | GradeError, path: Path, out: str, formats: Sequence[str], options: Mapping[str, Any]
) -> Outcome:
    """Write a report in every format asked for; with `-` as the place, print that format alone."""
    if isinstance(report, GradeError):
        return Outcome(report.exit_status, _complaint(path, report))
    status = 3 if report.status == "incomplete" else 0
    if out == "-":
        return Outcome(status, render(_for(report, "student" if options["audience"] == "student" else ""), formats[0]))
    written = [
        _write(_for(report, audience), out, kind)
        for audience in (("instructor", "student") if options["audience"] == "both" else (options["audience"],))
        for kind in formats or ("json", "html")
    ]
    listed = "" if options["quiet"] else "".join(f"  {name}\n" for name in written)
    return Outcome(status, shown(report, quiet=options["quiet"]) + listed)


def _write(report: ScoreReport, out: str, kind: str) -> Path:
    from grader.files import write_text

    partial = ".partial" if report.selection else ""  # never in the place of a whole grade
    audience = ".student" if report.audience == "student" else ""
    path = Path(out) / f"{report.submission}{partial}{audience}.{ENDINGS[kind]}"
    write_text(path, render(report, kind))
    return path


def _for(report: ScoreReport, audience: str) -> ScoreReport:
    from grader.report.redact import for_student

    return for_student(report) if audience == "student" else report


def render(report: ScoreReport, kind: str) -> str:
    """Return a report in one of the formats."""
    if kind == "json":
        from grader.report.as_json import to_json

        return to_json(report)
    if kind == "html":
        from grader.report.as_html import to_html

        return to_html(report)
    from grader.report.as_text import to_text

    return to_text(report)


def shown(report: ScoreReport, *, quiet: bool) -> str:
    """Return a report as the terminal shows it: with colours when standard output is one, plain otherwise."""
    from grader.report.as_text import to_line, to_text

    if quiet:
        return to_line(report) + "\n"
    from rich.console import Console

    console = Console()
    return to_text(report, width=console.width, colour=console.is_terminal)


def precheck(submission: Path | None, watch: bool, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    """Run the public checks for a student, once or at each save; 3 when the grader failed."""
    course = _course_of(submission, options["course"])
    folder = choose(course, options["assignment"])
    if submission is None and not folder.is_handout:
        raise UsageError("Name the submission to check: only in an unpacked handout it is the folder itself.")
    path = submission or course
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
                print(_complaint(path, error), file=sys.stderr, end="")
            print("Watching for saves; stop with Ctrl-C.")
    return 0


def _course_of(submission: Path | None, named: Path | None) -> Path:
    """Find the handout or course that the submission lies in, else the one that the user is in."""
    try:
        return find_course((submission or Path.cwd()).absolute(), named)
    except UsageError:
        return find_course(Path.cwd(), named)


def _precheck_once(job: Job, warm: Warm, path: Path, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    (report,) = _grade(job, warm, [("precheck", path)], arguments, options)
    if isinstance(report, GradeError):
        raise report
    report = _for(report, "student")
    from grader.files import write_text

    place = Path("reports", "precheck.html")
    write_text(place, render(report, "html"))
    print(shown(report, quiet=options["quiet"]), end="" if options["quiet"] else f"  {place}\n")
    return 3 if report.status == "incomplete" else 0


def handout(slug: str, course: Path | None, out: Path, *, dependencies: bool) -> None:
    """Write the handout of one assignment: a zip file, or a folder when the name has no ending."""
    from grader import handout as making

    folder = choose(find_course(Path.cwd(), course), slug)
    if out.suffix:
        count = making.write(folder, out, dependencies=dependencies)
        print(f"{out}: {count} files")
    else:
        making.unpacked(folder, out)
        print(f"{out}: unpacked form, without the wheel")


def regenerate(slugs: Sequence[str], course: Path | None, check: bool, child_python: str) -> int:
    """Make expected outputs anew, or with `check` compare them: 1 when something drifted."""
    from grader import expected
    from grader import regenerate as making

    known = assignments(find_course(Path.cwd(), course))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise UsageError(f"There is no assignment {unknown[0]!r}. There are: {', '.join(known)}.")
    status = 0
    for slug in slugs or known:
        folder = known[slug]
        if folder.is_handout:
            raise UsageError(
                "A handout holds no reference to regenerate from; `grade precheck` runs its public checks."
            )
        with Warm(child_python, folder.rubric.packages) as warm:
            if not check:
                print(f"{slug}: {making.write(folder, warm)} cases written to {folder.path / 'expected'}")
                continue
            stale, drifts = expected.stale(folder), making.check(folder, warm)
        for name in stale:
            print(f"{slug}: {name} has changed since; run `grade regenerate {slug}`")
        for drift in drifts:
            where = f"{drift.probe}, case {drift.case}, output {drift.output}"
            print(f"{slug}: {where}: drifted by {drift.error:.2g} (relative)")
        found = " and ".join(word for word, there in (("stale", stale), ("drift found", drifts)) if there)
        print(f"{slug}: {found or 'up to date'}")
        status = max(status, 1 if found else 0)
    return status


def doctor(child_python: str) -> int:
    """Print what each isolation level refuses here; 2 when none is to be had."""
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
    best = next((level.name for level in levels if level.refused), None)
    console.print(f"Grading uses {best!r} by default." if best else "No level is to be had here.", markup=False)
    return 0 if best else 2


def _word(refused: bool) -> str:
    return "refused" if refused else "POSSIBLE"
