"""The gradebook: what every submission of a class got, when and why: one SQLite file, to which results are added."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import zlib
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, Self

from grader import __version__
from grader.batch import schema
from grader.batch.roster_index import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.batch.attempts import Which
    from grader.batch.entries import Person

NAME = "gradebook.sqlite"  # beside the reports, unless somebody named another place
Status = Literal["graded", "incomplete", "unreadable"]
Why = Literal["graded", "regraded", "marks"]
Key = tuple[str, int, str]  # the submission too: alone and in a group, one person may hand in twice

NEWEST = """
SELECT results.* FROM results JOIN
    (SELECT max(id) AS id FROM results WHERE assignment = ? GROUP BY person, attempt, submission) AS newest USING (id)
"""
MARKED = """
SELECT results.* FROM results JOIN
    (SELECT max(id) AS id FROM results WHERE assignment = ? AND report IS NOT NULL GROUP BY submission) USING (id)
WHERE marks != '' ORDER BY id
"""
OF_PERSON = "SELECT * FROM results WHERE person = ? ORDER BY id"
ADD_RESULT = """
INSERT INTO results (run, assignment, person, attempt, submission, submitted, late, content, settings, marks, status,
    score, max_score, report, seconds, at, why, reason, note)
VALUES (:run, :assignment, :person, :attempt, :submission, :submitted, :late, :content, :settings, :marks, :status,
    :score, :max_score, :report, :seconds, :at, :why, :reason, :note)
"""
ADD_PERSON = """
INSERT INTO people (key, name, email, ids) VALUES (:key, :name, :email, :ids)
ON CONFLICT (key) DO UPDATE SET name = coalesce(nullif(excluded.name, ''), name),
    email = coalesce(nullif(excluded.email, ''), email), ids = coalesce(nullif(excluded.ids, '{}'), ids)
"""


@dataclass(frozen=True)
class Handed:
    """One submission as the gradebook knows it: whose it is, and the hashes that tell whether it is graded already.

    `submission` is the name of its reports.
    """

    people: tuple[Person, ...]
    attempt: int
    submission: str
    content: str
    settings: str
    marks: str = ""
    submitted: datetime | None = None
    late: bool = False


@dataclass(frozen=True)
class Result:
    """What grading a submission came to. The reports are JSON; without them there is no score, and `note` says why."""

    status: Status
    seconds: float
    score: float | None = None
    max_score: float | None = None
    instructor: str = ""
    student: str = ""
    note: str = ""


def now() -> str:
    """Return the time as the gradebook states it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


class Gradebook:
    """An open gradebook. Use as a context manager. Every method that writes is one transaction, all or nothing."""

    def __init__(self, path: Path, *, make: bool = True):
        self.path = path
        self.connection = schema.opened(path, make=make)

    def begin(self, assignment: str, settings: str, attempt: Which = "latest") -> int:
        """Note that a run begins, and which attempt of a person counts by it; return its number."""
        with self._transaction() as connection:
            values = (assignment, settings, attempt, __version__, now())
            cursor = connection.execute(
                "INSERT INTO runs (assignment, settings, attempt, engine, started) VALUES (?, ?, ?, ?, ?)", values
            )
            return int(cursor.lastrowid or 0)

    def finish(self, run: int) -> None:
        """Note that a run came to its end."""
        with self._transaction() as connection:
            connection.execute("UPDATE runs SET finished = ? WHERE id = ?", (now(), run))

    def add(self, run: int, handed: Handed, result: Result, why: Why, reason: str) -> None:
        """Add what a submission got, for each of its people."""
        with self._transaction() as connection:
            assignment = connection.execute("SELECT assignment FROM runs WHERE id = ?", (run,)).fetchone()[0]
            row = {
                "run": run,
                "assignment": assignment,
                "report": self._add_reports(result),
                "at": now(),
                "why": why,
                "reason": reason,
                **{name: getattr(result, name) for name in ("status", "score", "max_score", "seconds", "note")},
                **{name: getattr(handed, name) for name in ("attempt", "submission", "content", "settings", "marks")},
                "submitted": handed.submitted.isoformat() if handed.submitted else None,
                "late": handed.late,
            }
            self._add_people(handed.people)
            for person in handed.people:
                connection.execute(ADD_RESULT, row | {"person": person.key})

    def know(self, people: Iterable[Person]) -> None:
        """Note who people are, also those whose results are kept; what is not said of them now stays as it was."""
        with self._transaction():
            self._add_people(people)

    def _add_people(self, people: Iterable[Person]) -> None:
        rows = (asdict(person) | {"ids": json.dumps(person.ids, sort_keys=True)} for person in people)
        self.connection.executemany(ADD_PERSON, rows)

    def _add_reports(self, result: Result) -> int | None:
        if not result.instructor:
            return None
        packed = [zlib.compress(text.encode(errors="replace")) for text in (result.instructor, result.student)]
        return self.connection.execute("INSERT INTO reports (instructor, student) VALUES (?, ?)", packed).lastrowid

    def newest(self, assignment: str) -> dict[Key, sqlite3.Row]:
        """Return person, attempt and submission -> the result that counts."""
        return {(row["person"], row["attempt"], row["submission"]): row for row in self._rows(NEWEST, assignment)}

    def marked(self, assignment: str) -> list[sqlite3.Row]:
        """Return the newest result with a report of each submission for which people gave points or comments."""
        return self._rows(MARKED, assignment)

    def assignments(self) -> list[str]:
        """Return the slugs of which there are results."""
        return [row[0] for row in self._rows("SELECT DISTINCT assignment FROM results ORDER BY assignment")]

    def attempt(self, assignment: str) -> str:
        """Return which attempt of a person counts, by the latest run over an assignment."""
        rows = self._rows("SELECT attempt FROM runs WHERE assignment = ? ORDER BY id DESC LIMIT 1", assignment)
        return str(rows[0]["attempt"]) if rows else "latest"

    def settings(self) -> dict[int, str]:
        """Return run -> the hash of the assignment and the settings that it graded by."""
        return {row["id"]: row["settings"] for row in self._rows("SELECT id, settings FROM runs")}

    def history(self, person: str) -> Sequence[sqlite3.Row]:
        """Return all results of a person, the oldest first."""
        return self._rows(OF_PERSON, person)

    def people(self) -> dict[str, Mapping[str, Any]]:
        """Return key -> name, email and ids of everybody in the gradebook."""
        return {
            row["key"]: {"name": row["name"], "email": row["email"], "ids": json.loads(row["ids"])}
            for row in self._rows("SELECT * FROM people ORDER BY key")
        }

    def report(self, number: int, audience: Literal["instructor", "student"] = "instructor") -> str:
        """Return a JSON report by its number."""
        (row,) = self._rows(f"SELECT {audience} FROM reports WHERE id = ?", number)  # noqa: S608 - one of two words
        try:
            return zlib.decompress(row[0]).decode()
        except zlib.error as error:
            raise schema.trouble(self.path, sqlite3.DatabaseError(str(error))) from None

    def _rows(self, query: str, *values: Any) -> list[sqlite3.Row]:
        try:
            return self.connection.execute(query, values).fetchall()
        except sqlite3.Error as error:
            raise schema.trouble(self.path, error) from None

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        try:
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
            except BaseException:
                self.connection.rollback()
                raise
            self.connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise schema.trouble(self.path, error) from None

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def matching(people: Mapping[str, Mapping[str, Any]], said: str) -> Iterable[str]:
    """Return the keys of people whose key, e-mail, name or id on a platform is what was said, case aside.

    A name may be said as "First Last" or "Last, First".
    """
    wanted, names = said.casefold(), set(forms(said))
    for key, person in people.items():
        words = (key, person["name"], person["email"], *person["ids"].values())
        if any(str(word).casefold() == wanted for word in words if word) or names & {*forms(person["name"])}:
            yield key
