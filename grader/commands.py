"""What the commands do: put the pieces together and print. One function per command, each returns an exit status."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.course import assignments, choose, find_course
from grader.errors import GradeError, UsageError
from grader.sandbox.warm import Warm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.rubric import Limits
    from grader.score import ScoreReport


def run(
    paths: Sequence[Path], out: str, formats: Sequence[str], arguments: Sequence[str], options: Mapping[str, Any]
) -> int:
    """Grade submissions, write their reports, print a table of each; 3 when one is incomplete, 2 when unreadable."""
    folder = choose(find_course(Path.cwd(), options["course"]), options["assignment"])
    results = _grade(folder, paths, arguments, options, precheck=False)
    status = 0
    for path, result in zip(paths, results, strict=True):
        if isinstance(result, GradeError):
            _complain(path, result)
            status = max(status, result.exit_status)
            continue
        _publish(result, out, formats, options)
        status = max(status, 3 if result.status == "incomplete" else 0)
    return status


def _complain(path: Path, error: GradeError) -> None:
    from grader.report.escape import visible

    print(f"grade: {visible(str(path))}: {visible(str(error))}", file=sys.stderr)


def _grade(
    folder: AssignmentFolder,
    paths: Sequence[Path],
    arguments: Sequence[str],
    options: Mapping[str, Any],
    *,
    precheck: bool,
) -> list[ScoreReport | GradeError]:
    """Start the warm parent first: it imports NumPy while this process imports the engine."""
    with Warm(options["child_python"], folder.rubric.packages) as warm:
        from grader import expected
        from grader.engine.attempt import Settings
        from grader.engine.run import Job, grade

        settings = Settings(_limits(folder.rubric.limits, options), options["isolation"], options["seed"])
        job = Job(folder, expected.load(folder, hidden=not precheck), warm, settings, precheck)
        return grade(job, paths, arguments, options["only"])


def _limits(limits: Limits, options: Mapping[str, Any]) -> Limits:
    if options["timeout"]:
        limits = replace(limits, probe_seconds=options["timeout"])
    if options["memory"]:
        limits = replace(limits, memory_mib=options["memory"])
    return limits


def _publish(report: ScoreReport, out: str, formats: Sequence[str], options: Mapping[str, Any]) -> None:
    """Write a report in every format asked for; with `-` as the place, print that format alone."""
    if out == "-":
        audience = "student" if options["audience"] == "student" else "instructor"
        if len(formats) != 1:
            raise UsageError("With --out - name one --format to print.")
        sys.stdout.write(render(_for(report, audience), formats[0]))
        return
    audiences = ["instructor", "student"] if options["audience"] == "both" else [options["audience"]]
    from grader.files import write_text

    written = []
    for audience in audiences:
        for kind in formats or ("json", "html"):
            if kind != "text":
                path = Path(out) / f"{report.submission}{'.student' if audience == 'student' else ''}.{kind}"
                write_text(path, render(_for(report, audience), kind))
                written.append(path)
    show(report, quiet=options["quiet"])
    if not options["quiet"]:
        for path in written:
            print(f"  {path}")


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


def show(report: ScoreReport, *, quiet: bool) -> None:
    """Print a report to the terminal."""
    from rich.console import Console

    from grader.report.as_text import print_report, to_line

    if quiet:
        print(to_line(report))
    else:
        print_report(report, Console())


def precheck(submission: Path | None, watch: bool, arguments: Sequence[str], options: Mapping[str, Any]) -> int:
    """Run the public checks for a student, once or at each save; 3 when the grader failed."""
    course = find_course(Path.cwd() if submission is None else submission.absolute(), options["course"])
    folder = choose(course, options["assignment"])
    path = submission or course
    if not watch:
        return _precheck_once(folder, path, arguments, options)
    from grader.watch import saves

    for _ in saves(path):
        try:
            _precheck_once(folder, path, arguments, options)
        except GradeError as error:  # a file half saved is no reason to stop watching
            _complain(path, error)
        print("Watching for saves; stop with Ctrl-C.")
    return 0


def _precheck_once(
    folder: AssignmentFolder, path: Path, arguments: Sequence[str], options: Mapping[str, Any]
) -> int:
    (report,) = _grade(folder, [path], arguments, options, precheck=True)
    if isinstance(report, GradeError):
        raise report
    report = _for(report, "student")
    from grader.files import write_text

    place = Path("reports", "precheck.html")
    write_text(place, render(report, "html"))
    show(report, quiet=options["quiet"])
    print(f"  {place}")
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
    from grader import regenerate as making

    known = assignments(find_course(Path.cwd(), course))
    unknown = [slug for slug in slugs if slug not in known]
    if unknown:
        raise UsageError(f"There is no assignment {unknown[0]!r}. There are: {', '.join(known)}.")
    status = 0
    for slug in slugs or known:
        folder = known[slug]
        with Warm(child_python, folder.rubric.packages) as warm:
            if not check:
                print(f"{slug}: {making.write(folder, warm)} cases written to {folder.path / 'expected'}")
                continue
            drifts = making.check(folder, warm)
        for drift in drifts:
            where = f"{drift.probe}, case {drift.case}, output {drift.output}"
            print(f"{slug}: {where}: drifted by {drift.error:.2g} (relative)")
        print(f"{slug}: {'drift found' if drifts else 'up to date'}")
        status = max(status, 1 if drifts else 0)
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
