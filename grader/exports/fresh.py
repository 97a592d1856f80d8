"""A file for a platform without its own gradebook at hand: made of the ids that the gradebook knows."""

from __future__ import annotations

import csv
import html
import io
from typing import TYPE_CHECKING

from grader.errors import UsageError
from grader.exports import results
from grader.exports.columns import PLATFORMS
from grader.exports.told import Told
from grader.marks import harmless
from grader.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.batch.counted import Counted
    from grader.exports.columns import Name

# Header -> what of a person stands below it.
IDS: dict[Name, dict[str, str]] = {
    "canvas": {"ID": "canvas_id", "SIS User ID": "sis_user_id", "SIS Login ID": "sis_login_id"},
    "blackboard": {"Username": "username"},
    "brightspace": {"OrgDefinedId": "org_defined_id", "Username": "username"},
    "moodle": {"Email address": "email", "ID number": "student_id", "Username": "username"},
}
END = "End-of-Line Indicator"


def make(name: Name, found: Sequence[Counted], column: str | None, comments: Mapping[str, str] | None) -> Told:
    """Return a file with everybody who has a grade and an id that the platform knows.

    Raises:
        UsageError: the platform needs to be told a column, or takes no comments.
    """
    title = _title(name, column)
    if comments is not None and name != "moodle":
        raise UsageError("Comments need the platform's own file: name it with --into, or leave --comments away.")
    told = Told()
    known = [one for one in found if results.is_grade(one) and any(_ids(name, one).values())]
    rows = [_header(name, title, comments is not None), *_points(name, known)]
    rows += [_row(name, one, comments) for one in known]
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(rows)
    told.data, told.line = out.getvalue().encode("utf-8", "replace"), f"{plural(len(known), 'grade')} under {title!r}"
    told.without_grade(found)
    told.lose(
        f"Without an id of {PLATFORMS[name].name}; its own gradebook, with --into, finds them by name:",
        [one for one in found if results.is_grade(one) and one not in known],
    )
    return told


def _title(name: Name, said: str | None) -> str:
    platform = PLATFORMS[name]
    if said is None and name != "moodle":
        raise UsageError(
            f"Name the gradebook that {platform.name} gave you with --into, or the column to make with --column."
        )
    if name == "blackboard" and not platform.headed.fullmatch(said or ""):
        raise UsageError(
            "Blackboard knows a column by the number in its header: name it as its file does, "
            "--column 'TITLE [Total Pts: 10 Score] |12345', or name that file with --into."
        )
    if name == "brightspace" and not platform.headed.fullmatch(said or ""):
        return f"{said} Points Grade"
    return said or "Grade"


def _ids(name: Name, one: Counted) -> dict[str, str]:
    known = {**one.person["ids"], "email": one.person["email"]}
    return {header: str(known.get(kind, "")) for header, kind in IDS[name].items()}


def _header(name: Name, title: str, with_comments: bool) -> list[str]:
    before, after = (["Student"], ["Section"]) if name == "canvas" else ([], [])
    end = [END] if name == "brightspace" else ["Feedback"] if with_comments else []
    return [*before, *IDS[name], *after, harmless(title), *end]


def _points(name: Name, known: Sequence[Counted]) -> list[list[str]]:
    """Return Canvas's row of points, where all results are out of the same."""
    of = {float(one.row["max_score"]) for one in known}
    return (
        [["    Points Possible", "", "", "", "", results.number(of.pop())]] if name == "canvas" and len(of) == 1 else []
    )


def _row(name: Name, one: Counted, comments: Mapping[str, str] | None) -> list[str]:
    before, after = ([harmless(results.shown(one))], [""]) if name == "canvas" else ([], [])
    ids = map(harmless, _ids(name, one).values())
    said = [] if comments is None else [harmless(html.escape(comments[one.key], quote=False))]
    end = ["#"] if name == "brightspace" else said
    return [*before, *ids, *after, results.number(one.row["score"]), *end]
