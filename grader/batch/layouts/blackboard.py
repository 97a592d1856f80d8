"""Blackboard: one flat folder of files (Grade Centre > Assignment File Download).

`<Assignment>_<username>_attempt_YYYY-MM-DD-HH-MM-SS[_<file>]`. The `.txt` without a file after the time belongs to the
platform: its first line is `Name: First Last (username)`, and it holds the student's comment. Both the assignment and
the username may hold underscores; that `.txt` settles it, and without it the username is what follows the last one. The
time is of the platform's own zone, which no file states.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, moment, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "blackboard"
_FORM = re.compile(
    r"(?P<who>[^/]+?)_attempt_(?P<time>[0-9]{4}(?:-[0-9]{2}){5})(?:_(?P<file>[^/]+)|(?P<comment>\.txt))?", re.DOTALL
)
_NAMED = re.compile(r"Name:\s*(?P<name>[^\n]{1,200}?)\s*\((?P<user>[^()\s]{1,100})\)\s*")


def matches(names: Sequence[str]) -> float:
    """Return the share of files with an attempt's time."""
    return share(names, _FORM.fullmatch)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:
    """Yield a piece for each file; names of people come from the platform's own text files."""
    found = {name: _FORM.fullmatch(name) for name in names}
    comments = {name: match["who"] for name, match in found.items() if match and match["comment"]}
    said = {who: _said(name, who, lines) for name, who in comments.items()}
    for name, match in found.items():
        time = moment(*match["time"].split("-")) if match else None
        if match is None or time is None or not (match["file"] or match["comment"]):
            yield name
            continue
        person = said.get(match["who"]) or _from_name(match["who"])
        handed = match["file"] or "comment.txt"
        submission = f"{match['who']} {match['time']}"
        yield Piece(name, submission, (person,), handed, submitted_at=time, aside=bool(match["comment"]))


def _said(name: str, who: str, lines: Lines) -> Person | None:
    """Return whom the platform's text file names, if that agrees with its file name."""
    match = next(filter(None, (_NAMED.fullmatch(line) for line in islice(lines(name), 1))), None)
    if match is None or not (who == match["user"] or who.endswith(f"_{match['user']}")):
        return None
    return Person(match["user"], match["name"], ids={"username": match["user"]})


def _from_name(who: str) -> Person:
    user = who.rpartition("_")[2] or who
    return Person(user, ids={"username": user})
