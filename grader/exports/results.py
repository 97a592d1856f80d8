"""The results that are exported: who has a grade, and what a report of theirs says of the rubric items."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.batch.entries import Person
from grader.batch.noted import waiting
from grader.report.escape import bounded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.batch.counted import Counted
    from grader.batch.gradebook import Gradebook

LONGEST = 2_000  # characters of a comment


def is_grade(one: Counted) -> bool:
    """Return whether a result is a grade: incomplete and unreadable ones never are, unmarked ones not yet."""
    return is_scored(one) and (one.taken or not one.waiting)


def is_scored(one: Counted) -> bool:
    """Return whether a result has points, be they all or those so far."""
    return one.row["status"] == "graded" and one.row["score"] is not None


def person(one: Counted) -> Person:
    """Return who somebody is, as a roster is asked for them."""
    return Person(one.key, one.person["name"], one.person["email"], dict(one.person["ids"]))


def shown(one: Counted) -> str:
    """Return what somebody is called on the terminal."""
    return str(one.person["name"] or one.person["email"] or one.key)


def number(value: float) -> str:
    """Return points with at most four decimals, without zeros at the end."""
    return f"{round(value, 4) + 0.0:.4f}".rstrip("0").rstrip(".")


def instructors(book: Gradebook, one: Counted) -> Mapping[str, Any]:
    """Return the instructor's report of a result as a tree; an empty one where there is none."""
    tree: Mapping[str, Any] = json.loads(book.report(one.row["report"])) if one.row["report"] else {}
    return tree


def comment(book: Gradebook, one: Counted) -> str:
    """Return points by rubric item, and what was taken off, on one line: by the student's report, without secrets."""
    if not one.row["report"]:
        return ""
    tree = json.loads(book.report(one.row["report"], "student"))
    return one_line(bounded("; ".join(_parts(tree, one.row["max_score"])), LONGEST))


def _parts(tree: Mapping[str, Any], whole: float) -> Iterator[str]:
    for item in tree.get("items", ()):
        if item["max_points"] or item["points"]:
            said = f" ({item['comment']})" if item.get("comment") else ""
            left = f", {number(waiting(item))} to be marked by hand" if waiting(item) else ""
            yield f"{item['title']}: {number(item['points'])}/{number(item['max_points'])}{left}{said}"
    for step in (*tree.get("penalties", ()), *tree.get("adjustments", ())):
        yield f"{number(step['points'])}: {step['reason']}"
    if tree.get("max_score", whole) != whole:
        yield "Further checks are not shown here."
