"""What `grade history` does: show everything that a person ever got, with time and reason."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.batch import noted
from grader.batch.gradebook import Gradebook, matching
from grader.errors import UsageError
from grader.report.escape import one_line
from grader.report.terminal import printed
from grader.report.words import points
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from pathlib import Path

SHOWN = (
    "assignment", "attempt", "at", "why", "reason", "status", "score", "max_score", "submission", "submitted", "late",
    "note", "seconds", "content", "settings", "marks",
)  # fmt: skip


def history(person: str, gradebook: Path, *, as_json: bool) -> None:
    """Print the results of one person, the oldest first.

    Raises:
        UsageError: nobody is called so, or several are.
    """
    with Gradebook(gradebook, make=False) as book:
        people = book.people()
        key = _one(people, person, gradebook)
        rows = book.history(key)
        waiting = [noted.of_row(book, row).waiting for row in rows]
    if as_json:
        results = [
            {name: row[name] for name in SHOWN} | {"late": bool(row["late"]), "to_be_marked": left}
            for row, left in zip(rows, waiting, strict=True)
        ]
        print(json.dumps({"person": {"key": key, **people[key]}, "results": results}, indent=1))
    else:
        print(one_line(" ".join(dict.fromkeys(filter(None, (people[key]["name"], people[key]["email"], key))))))
        print(_table(rows, waiting), end="")


def _one(people: Mapping[str, Mapping[str, Any]], said: str, gradebook: Path) -> str:
    found = list(matching(people, said))
    if not found:
        known = {str(word) for key, person in people.items() for word in (key, person["name"], person["email"]) if word}
        raise UsageError(f"{gradebook} knows nobody called {said!r}.{did_you_mean(said, known)}")
    if len(found) > 1 and said not in found:
        raise UsageError(f"{gradebook} knows several people called {said!r}: say which, {' or '.join(found[:5])}.")
    return said if said in found else found[0]


def _table(rows: Sequence[sqlite3.Row], waiting: Sequence[float]) -> str:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for title in ("When (UTC)", "Assignment", "Attempt", "Score", "Status", "Why"):
        table.add_column(title, overflow="fold")
    for row, left in zip(rows, waiting, strict=True):
        score = "" if row["score"] is None else f"{points(row['score'])}/{points(row['max_score'])}"
        why = f"{row['why']}: {row['reason']} {row['note']}"
        status = row["status"] + (", late" if row["late"] else "")
        status += f", {points(left)} to be marked" if left else ""
        cells = (row["at"][:19], row["assignment"], str(row["attempt"]), score, status, why)
        table.add_row(*(Text(one_line(cell)) for cell in cells))
    return printed([table], width=118, colour=False)
