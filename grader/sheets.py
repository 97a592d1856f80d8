"""The sheet that a person fills in: `grade marks` makes it of reports, `grade --marks` takes it with a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.marks import Marks, can_be_marked, read, template
from grader.report.as_json import from_json

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from grader.rubric import Assignment
    from grader.score import ScoreReport

REPORTS = Path("reports")  # where `grade` writes when nobody says otherwise; before the first run it is not there


def sheet(rubric: Assignment, places: Sequence[Path]) -> str:
    """Return the CSV to fill in for the reports at these places, files or folders of them.

    Raises:
        UsageError: there is nothing to mark, no report, or one that cannot be read or belongs to something else.
    """
    if not any(can_be_marked(item) for item in rubric.items):
        raise UsageError(f"{rubric.slug} has no points by hand, nor an item that may be overridden.")
    found: dict[str, ScoreReport] = {}
    for path in sorted(_files(places)):
        report = _report(path, rubric, named=path in places)
        if report is None:
            continue
        if report.submission in found:
            raise UsageError(f"{path} is a second report of {report.submission!r}: name the one that counts.")
        found[report.submission] = report
    if not found:
        listed = ", ".join(map(str, places))
        raise UsageError(f"{listed} holds no report of {rubric.slug}: grade first, or name the reports.")
    return template(rubric, list(found.values()), _names(places, rubric.slug))


def _names(places: Iterable[Path], slug: str) -> dict[str, str]:
    """Return submission -> the names of its people, as a class's gradebook beside the reports knows them."""
    from grader.batch.gradebook import NAME, Gradebook

    names: dict[str, dict[str, None]] = {}
    for path in sorted({(place if place.is_dir() else place.parent) / NAME for place in places}):
        if path.is_file():
            with Gradebook(path, make=False) as book:
                people = book.people()
                for person, _, submission in book.newest(slug):
                    names.setdefault(submission, {})[people[person]["name"]] = None
    return {submission: "; ".join(filter(None, known)) for submission, known in names.items()}


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from (path for path in place.glob("*.json") if path.is_file())
        elif place != REPORTS:
            yield place


def _report(path: Path, rubric: Assignment, *, named: bool) -> ScoreReport | None:
    """Return an instructor's report of this assignment; None for what else lies in a folder, unless it was named."""
    text = _text(path)
    if not named and not _is_for(rubric, text):
        return None
    try:
        report = from_json(text)
    except UsageError as error:
        raise UsageError(f"{path}: {error}") from None
    if report.assignment != rubric.slug or report.audience != "instructor" or report.selection or report.precheck:
        if named:
            raise UsageError(f"{path} is no instructor's report of a whole run of {rubric.slug}.")
        return None
    if [item.id for item in report.items] != [item.id for item in rubric.items]:
        raise UsageError(f"{path} was made by another version of the rubric: grade {report.submission} again.")
    return report


def _is_for(rubric: Assignment, text: str) -> bool:
    """Return whether a text looks like a report of this assignment."""
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(tree, dict) and tree.get("assignment") == rubric.slug and "format" in tree


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {(error.strerror or str(error)).lower()}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no JSON report: it is no UTF-8.") from None


def merged(path: Path | None, rubric: Assignment, names: Collection[str], out: str) -> Marks:
    """Read the marks for a run over submissions of these names; lines of others that `out` has reports of may wait."""
    if path is None:
        return Marks()
    reported = Path(out).glob("*.json") if out != "-" else ()
    return read(path, rubric, {*names, *(report.name.removesuffix(".json") for report in reported)})
