"""All that a gradebook says of an assignment, as one table for a spreadsheet and as JSON for a program."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

from grader.batch.noted import waiting
from grader.exports import results
from grader.exports.told import Told
from grader.marks import harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.batch.counted import Counted
    from grader.batch.gradebook import Gradebook

FORMAT = 1
_PERSON = ("person", "name", "email")
_RESULT = (
    "assignment",
    "score",
    "max_score",
    "to_be_marked",
    "status",
    "late",
    "submitted",
    "attempt",
    "attempts",
    "submission",
    "note",
    "at",
)


def table(book: Gradebook, found: Sequence[Counted]) -> Told:
    """Return a CSV file with a line for each person and a column for each id and rubric item."""
    rows = [_entry(book, one) for one in found]
    kinds = sorted({kind for row in rows for kind in row["ids"]})
    items = dict.fromkeys(item["id"] for row in rows for item in row["items"])
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(map(harmless, [*_PERSON, *kinds, *_RESULT, *(f"item.{name}" for name in items)]))
    for row in rows:
        points = {item["id"]: item["points"] for item in row["items"]}
        cells = [*map(row.get, _PERSON), *map(row["ids"].get, kinds), *map(row.get, _RESULT), *map(points.get, items)]
        writer.writerow(map(_cell, cells))
    return _told(found, out.getvalue().encode("utf-8-sig", "replace"))


def tree(book: Gradebook, found: Sequence[Counted]) -> Told:
    """Return the same as JSON, with titles and maxima of rubric items."""
    slug = found[0].row["assignment"] if found else ""
    whole = {"format": FORMAT, "assignment": slug, "people": [_entry(book, one) for one in found]}
    return _told(found, json.dumps(whole, indent=1).encode() + b"\n")


MAKERS: dict[str, Callable[[Gradebook, Sequence[Counted]], Told]] = {"csv": table, "json": tree}


def _told(found: Sequence[Counted], data: bytes) -> Told:
    told = Told(data, f"{len(found)} people, {sum(map(results.is_grade, found))} with a grade")
    told.without_grade(found)
    return told


def _entry(book: Gradebook, one: Counted) -> dict[str, Any]:
    """Return what there is to say of a person; neither score nor items where nothing could be graded.

    What a person has yet to mark has no points, and what is no grade for that no score.
    """
    graded, scored = results.is_grade(one), results.is_scored(one)
    report: Mapping[str, Any] = results.instructors(book, one) if scored else {}
    return {
        "person": one.key,
        "name": one.person["name"],
        "email": one.person["email"],
        "ids": one.person["ids"],
        **{
            name: one.row[name] for name in ("assignment", "status", "submitted", "attempt", "submission", "note", "at")
        },
        "score": one.row["score"] if graded else None,
        "max_score": one.row["max_score"] if scored else None,
        "to_be_marked": one.waiting if scored else None,
        "late": bool(one.row["late"]),
        "attempts": one.of,
        "items": [_item(item) for item in report.get("items", ())],
    }


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    known = {name: item[name] for name in ("id", "title", "points", "max_points")}
    return known | ({"points": None} if waiting(item) else {})


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return results.number(value) if isinstance(value, int | float) else harmless(str(value))
