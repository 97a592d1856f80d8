"""Put a report where it belongs: into files, onto the terminal, or alone onto standard output."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.errors import GradeError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.score import ScoreReport

SHADES = "\u2591\u2588"
NARROWEST = 60  # columns; a table squeezed into fewer says nothing, a wrapped one still does
ENDINGS = {"json": "json", "html": "html", "text": "txt", "junit": "xml"}


@dataclass(frozen=True)
class Outcome:
    """What a submission's grading ended with: an exit status, and what to print or to complain of."""

    status: int
    text: str = ""
    complaint: str = ""


def complaint(path: Path, error: GradeError) -> str:
    """Return one line that says what is wrong with a submission."""
    from grader.report.escape import one_line

    return f"grade: {one_line(f'{path}: {error}')}\n"


def publish(
    report: ScoreReport | GradeError, path: Path, out: str, formats: Sequence[str], options: Mapping[str, Any]
) -> Outcome:
    """Write a report in every format asked for; with `-` as the place, print that format alone."""
    if isinstance(report, GradeError):
        return Outcome(report.exit_status, complaint=complaint(path, report))
    status = 3 if report.status == "incomplete" else 0
    if out == "-":
        audience = "student" if options["audience"] == "student" else ""
        return Outcome(status, render(for_audience(report, audience), formats[0], options["language"]))
    audiences = ("instructor", "student") if options["audience"] == "both" else (options["audience"],)
    text = shown(report, quiet=options["quiet"], explain=options.get("explain"), language=options["language"])
    try:
        written = _write(report, Path(out), audiences, formats or ("json", "html"), options["language"])
    except GradeError as error:  # the others may yet be written, and this one's score is not lost
        return Outcome(max(status, error.exit_status), text, complaint(path, error))
    return Outcome(status, text + ("" if options["quiet"] else "".join(f"  {name}\n" for name in written)))


def _write(
    report: ScoreReport, out: Path, audiences: Sequence[str], formats: Sequence[str], language: str
) -> list[Path]:
    from grader.files import write_all

    files = {out / name: data for name, data in rendered(report, audiences, formats, language).items()}
    write_all(files)
    return list(files)


def rendered(
    report: ScoreReport,
    audiences: Sequence[str],
    formats: Sequence[str],
    language: str = "en",
    made: Mapping[str, str] | None = None,
) -> dict[str, bytes]:
    """Return file name -> content, of a report in every format for every audience.

    `made` are JSON reports that are there already, audience -> text.
    """
    from grader.files import encoded

    partial = ".partial" if report.selection else ""  # never in the place of a whole grade
    files = {}
    for audience in audiences:
        version = for_audience(report, audience)
        middle = partial + (".student" if version.audience == "student" else "")
        for kind in formats:
            known = (made or {}).get(version.audience) if kind == "json" else None
            text = render(version, kind, language) if known is None else known
            files[f"{report.submission}{middle}.{ENDINGS[kind]}"] = encoded(text)
    return files


def for_audience(report: ScoreReport, audience: str) -> ScoreReport:
    """Return the report that this audience may see."""
    from grader.report.redact import for_student

    return for_student(report) if audience == "student" else report


def render(report: ScoreReport, kind: str, language: str = "en") -> str:
    """Return a report in one of the formats; a page or a text in a language of `report.catalogue`."""
    if kind == "json":
        from grader.report.as_json import to_json

        return to_json(report)
    if kind == "html":
        from grader.report.as_html import to_html

        return to_html(report, language)
    if kind == "junit":
        from grader.platforms.results.junit import to_xml

        return to_xml(report)
    from grader.report.as_text import to_text

    return to_text(report, language=language)


def shown(report: ScoreReport, *, quiet: bool = False, explain: str | None = None, language: str = "en") -> str:
    """Return a report, or one check of it, as the terminal shows it: with colours when standard output is one."""
    from grader.report.as_text import to_line, to_text

    if quiet:
        return to_line(report, language) + "\n"
    width, colour = _terminal()
    if explain is None:
        return to_text(report, width=width, colour=colour, language=language)
    from grader.report.explain import to_explanation

    return to_explanation(report, explain, width=width, colour=colour, shades=_takes(SHADES), language=language)


def shown_change(old: ScoreReport, new: ScoreReport, at: str, language: str = "en") -> str:
    """Return what changed since an earlier run as the terminal shows it; `at` is the time of day of the new one."""
    from grader.report.change import to_change

    width, colour = _terminal()
    return to_change(old, new, at=at, width=width, colour=colour, language=language)


def _terminal() -> tuple[int, bool]:
    """Return how wide standard output is, and whether it is a terminal, which takes colours."""
    from rich.console import Console

    console = Console()
    return max(console.width, NARROWEST), console.is_terminal


def _takes(text: str) -> bool:
    """Return whether standard output can show these characters."""
    try:
        text.encode(sys.stdout.encoding or "ascii")
    except UnicodeError:
        return False
    return True
