"""Read JSON reports back: single ones, and an instructor's whole ones out of a folder."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.files import reason
from grader.report.as_json import from_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from grader.score import ScoreReport

    Key = tuple[str, str]  # assignment and submission

MAX_BYTES = 64 << 20


def collect(places: Iterable[Path]) -> dict[Key, ScoreReport]:
    """Return the reports at these places, files or folders of them, by assignment and submission.

    Raises:
        UsageError: a place holds no report, a report cannot be read, or a second one is of the same submission.
    """
    found: dict[Key, ScoreReport] = {}
    for place in places:
        listed = _in_folder(place) if place.is_dir() else [(place, read(place))]
        count = len(found)
        for path, report in listed:
            key = report.assignment, report.submission
            if key in found:
                raise UsageError(f"{path} is a second report of {report.submission!r}: name the one that counts.")
            found[key] = report
        if len(found) == count:
            raise UsageError(
                f"{place} holds no instructor's report of a whole run: grade first, or name another place."
            )
    return found


def _in_folder(folder: Path) -> Iterator[tuple[Path, ScoreReport]]:
    """Yield the instructor's reports of whole runs that lie in a folder, beside whatever else does."""
    for path in sorted(folder.glob("*.json")):
        if path.is_file() and _is_report(path):
            report = read(path)
            if report.audience == "instructor" and not report.selection and not report.precheck:
                yield path, report


def _is_report(path: Path) -> bool:
    """Return whether a file looks like a report; one that is cut off may have been one."""
    try:
        tree = json.loads(_text(path))
    except (ValueError, RecursionError):
        return True
    return isinstance(tree, dict) and "format" in tree and "assignment" in tree


def read(path: Path) -> ScoreReport:
    """Read one report.

    Raises:
        UsageError: it cannot be read, or is none.
    """
    text = _text(path)
    try:
        report = from_json(text)
    except UsageError as error:
        beside = path.with_suffix(".json")
        page = path.suffix.lower() == ".html"
        raise UsageError(f"{path} is a page: name the report {beside}." if page else f"{path}: {error}") from None
    if not _is_sound(report):
        raise UsageError(f"{path}: This is not a JSON report of backgrade: names or points in it make no sense.")
    return report


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES).decode("utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {reason(error)}.") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path} is no JSON report: it is no UTF-8.") from None


def _is_sound(report: ScoreReport) -> bool:
    """Return whether names are texts and points are numbers, as far as they are compared or listed."""
    checks = [check for item in report.items for check in item.checks]
    steps = [*report.penalties, *report.adjustments]
    words = [report.assignment, report.submission, report.audience, report.status, report.isolation]
    words += [text for item in report.items for text in (item.id, item.title, item.comment)]
    words += [text for check in checks for text in (check.id, check.title, check.verdict, check.visibility)]
    words += [text for step in steps for text in (step.id, step.reason)] + [*report.environment.values()]
    words += [text for check in checks if check.near for text in (check.near.case, check.near.output)]
    numbers = [report.score, report.max_score, *(step.points for step in steps)]
    numbers += [points for item in report.items for points in (item.points, item.max_points, item.by_hand)]
    numbers += [points for check in checks for points in (check.points, check.max_points)]
    numbers += [check.near.ratio for check in checks if check.near]
    perhaps = [points for item in report.items for points in (item.marked, item.automatic)]
    perhaps += [bound for check in checks for bound in (check.rtol, check.atol)]
    numbers += [number for number in perhaps if number is not None]
    return all(type(word) is str for word in words) and all(map(_is_finite, numbers))


def _is_finite(number: object) -> bool:
    return isinstance(number, int | float) and math.isfinite(number)
