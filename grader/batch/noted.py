"""What a class's lists take from a kept report: points to be given by hand and given, and what kept it from running.

Most reports say nothing of these, which is seen in their text without reading it as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from grader.points import Mark, total

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from grader.batch.gradebook import Gradebook

_SAYS = re.compile(r'"by_hand": (?!0(?:\.0)?[,}])|"marked": (?!null)|"comment": "[^"]|"problem": \{')


@dataclass(frozen=True)
class Noted:
    """Points to be given by hand, marks by item, and what stopped a submission as one line ("net.py, line 3: ...")."""

    waiting: float = 0.0
    marks: Mapping[str, Mark] = field(default_factory=dict)
    problem: str = ""


def of_report(text: str) -> Noted:
    """Return what the instructor's report says; nothing where there is none."""
    if not _SAYS.search(text):
        return Noted()
    tree = json.loads(text)
    items = tree.get("items", ())
    given = {item["id"]: Mark(item.get("marked"), item.get("comment", "")) for item in items}
    marks = {name: mark for name, mark in given.items() if mark.points is not None or mark.comment}
    said = tree.get("problem")
    problem = in_a_line(said.get("file", ""), said.get("line", 0), said.get("title", "")) if said else ""
    return Noted(total(map(waiting, items)), marks, problem)


def of_row(book: Gradebook, row: sqlite3.Row) -> Noted:
    """Return what the report of a result says."""
    return of_report(book.report(row["report"])) if row["report"] else Noted()


def waiting(item: Mapping[str, Any]) -> float:
    """Return the points of a rubric item of a JSON report that a person has yet to give."""
    return float(item.get("by_hand") or 0.0) if item.get("marked") is None else 0.0


def in_a_line(file: str, line: int, title: str) -> str:
    """Return what stopped a submission, and where, in a few words."""
    where = f"{file}, line {line}" if file and line else file
    return f"{where}: {title}" if where else title
