"""A small class of the toy course: what is handed in, how it is graded, and what of its gradebook can be compared."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, Any

from grader.batch.gradebook import Gradebook
from tests import toy

if TYPE_CHECKING:
    from pathlib import Path

BATCH = ("batch", "class", "--jobs", "2", "--format", "json")


CLASS = {
    "ana": toy.SOLUTION,
    "ben": toy.HALF_SLOPE,
    "cem": toy.BLANK,
    "dora": "import os\nos.abort()\n",
    "eve": "def (",
}
SCORES = {"ana": 10.0, "ben": 8.0, "cem": 0.0, "dora": 0.0, "eve": 0.0, "zip": None}


def hand_in(course: Path) -> None:
    for name, source in CLASS.items():
        toy.hand_in(course / "class" / name, source)
    (course / "class" / "zip.zip").write_bytes(b"this is no archive")
    (course / "class" / "grades.csv").write_text("a,b\n")
    (course / "tmp").mkdir()


def start(course: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=course,
        env={**os.environ, "TMPDIR": str(course / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def without_times(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: without_times(value) for key, value in tree.items() if key != "seconds"}
    return [without_times(value) for value in tree] if isinstance(tree, list) else tree


def content(course: Path) -> list[dict[str, Any]]:
    """Return all that counts in a gradebook but times, with the reports."""
    found = []
    with Gradebook(course / "reports" / "gradebook.sqlite", make=False) as book:
        for _, row in sorted(book.newest("toy").items()):
            kept = {name: row[name] for name in row.keys() if name not in ("id", "run", "report", "seconds", "at")}  # noqa: SIM118
            for audience in ("instructor", "student") if row["report"] else ():
                kept[audience] = without_times(json.loads(book.report(row["report"], audience)))
            found.append(kept)
        assert [row["integrity_check"] for row in book.connection.execute("PRAGMA integrity_check")] == ["ok"]
        everything = book.connection.execute("SELECT person, attempt FROM results").fetchall()
    assert len(everything) == len(found), "something was graded twice"
    return found


def results(course: Path) -> int:
    """Return how many results a gradebook that somebody may be writing has so far."""
    try:
        with closing(sqlite3.connect(f"file:{course / 'reports/gradebook.sqlite'}?mode=ro", uri=True)) as book:
            return int(book.execute("SELECT count(*) FROM results").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def files(course: Path) -> set[str]:
    return {path.name for path in (course / "reports").iterdir() if "gradebook" not in path.name}
