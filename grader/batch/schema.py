"""The tables of a gradebook, and how one is opened: made when it is not there, refused when it cannot be read.

Write-ahead logging lets a page or a spreadsheet read while a class is graded. `synchronous=FULL`, because what was
once reported as graded must be there after a power failure, too: that costs one flush of the disk for each submission,
a few milliseconds beside the tenth of a second and more that grading takes.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

VERSION = 1
APPLICATION = 0x62677262  # "bgrb" in the file's header, by which a gradebook is told from other databases
WAIT_SECONDS = 10.0  # for a reader that holds the file at a moment

TABLES = """
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    assignment TEXT NOT NULL,
    settings TEXT NOT NULL,         -- hash of the assignment and the settings of the run
    attempt TEXT NOT NULL CHECK (attempt IN ('latest', 'first', 'best')),  -- which one of a person counts
    engine TEXT NOT NULL,
    started TEXT NOT NULL,          -- ISO 8601, UTC, as all times here
    finished TEXT                   -- NULL while it runs, and of a run that was interrupted
);
CREATE TABLE people (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL,
    ids TEXT NOT NULL               -- JSON, the platform's own
);
CREATE TABLE reports (
    id INTEGER PRIMARY KEY,
    instructor BLOB NOT NULL,       -- JSON reports, compressed by zlib
    student BLOB NOT NULL
);
CREATE TABLE results (              -- one for each person and time that something was graded; the newest counts
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs (id),
    assignment TEXT NOT NULL,
    person TEXT NOT NULL REFERENCES people (key),
    attempt INTEGER NOT NULL,
    submission TEXT NOT NULL,       -- the name of its reports
    submitted TEXT,
    late INTEGER NOT NULL,
    content TEXT NOT NULL,          -- hash of the files as they were handed in
    settings TEXT NOT NULL,         -- hash of all else that a score depends on, but for marks
    marks TEXT NOT NULL,            -- hash of the points given by hand
    status TEXT NOT NULL CHECK (status IN ('graded', 'incomplete', 'unreadable')),
    score REAL,                     -- NULL without a report
    max_score REAL,
    report INTEGER REFERENCES reports (id),
    seconds REAL NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL CHECK (why IN ('graded', 'regraded', 'marks')),
    reason TEXT NOT NULL,
    note TEXT NOT NULL              -- why it is incomplete or unreadable, or what is odd about what was handed in
);
CREATE INDEX by_person ON results (assignment, person, attempt, id);
CREATE TRIGGER results_stay BEFORE UPDATE ON results BEGIN SELECT RAISE(ABORT, 'results are never changed'); END;
CREATE TRIGGER results_last BEFORE DELETE ON results BEGIN SELECT RAISE(ABORT, 'results are never removed'); END;
CREATE TRIGGER reports_stay BEFORE UPDATE ON reports BEGIN SELECT RAISE(ABORT, 'reports are never changed'); END;
CREATE TRIGGER reports_last BEFORE DELETE ON reports BEGIN SELECT RAISE(ABORT, 'reports are never removed'); END;
"""


def opened(path: Path, *, make: bool) -> sqlite3.Connection:
    """Return a connection in autocommit mode to the gradebook at `path`, whose every transaction begins explicitly.

    Raises:
        UsageError: it is no gradebook, damaged, another version's, or cannot be made.
    """
    if not make and not path.is_file():
        raise UsageError(f"There is no gradebook {path}: `grade batch` makes one; name it with --gradebook.")
    try:
        connection = sqlite3.connect(path, timeout=WAIT_SECONDS, isolation_level=None)
    except sqlite3.Error as error:
        raise trouble(path, error) from None
    try:
        _prepare(connection, path, make=make)
    except sqlite3.Error as error:
        connection.close()
        raise trouble(path, error) from None
    except BaseException:
        connection.close()
        raise
    connection.row_factory = sqlite3.Row
    return connection


def _prepare(connection: sqlite3.Connection, path: Path, *, make: bool) -> None:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    known = application == APPLICATION
    if known and version > VERSION:
        raise UsageError(
            f"{path} was written by a newer backgrade (its gradebook has version {version}, this one knows {VERSION}): "
            "update backgrade, or name another file with --gradebook."
        )
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if not known and not (empty and make):
        raise UsageError(f"{path} is no gradebook of backgrade: name another file with --gradebook.")
    connection.execute("PRAGMA foreign_keys=ON")
    if make:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
    if empty:
        numbers = f"PRAGMA application_id={APPLICATION}; PRAGMA user_version={VERSION};"
        connection.executescript(f"BEGIN IMMEDIATE; {TABLES} {numbers} COMMIT;")


def trouble(path: Path, error: sqlite3.Error) -> UsageError:
    """Return what SQLite says of a gradebook as one sentence with what to do."""
    said = str(error)
    if isinstance(error, sqlite3.OperationalError):
        if "locked" in said:
            return UsageError(f"{path} is held by another program: close it there, and try again.")
        return UsageError(f"{path} cannot be used: {said}. Make room or let it be written, and run the same again.")
    return UsageError(
        f"{path} is damaged, or no gradebook ({said}): put a copy in its place, or name another file with --gradebook."
    )
