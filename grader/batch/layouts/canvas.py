"""Canvas: one flat folder of files (Assignment > Download Submissions).

`<name>[_LATE]_<user id>_<attachment id>_<file>`, where the name is "Last, First" in lower case without what is no
letter, digit or underscore, and never holds `_<digits>_`. Anonymous grading: `[LATE_]anon_<id>_<attachment id>_<file>`.
What was typed or linked has no attachment: `<name>[_LATE]_<user id>_text.html` or `_link.html`. A group's submission
carries the group's name and the id of one member. A file handed in again has `-1`, `-2` ... before its ending; only the
newest submission of each student is in the download. No time is stated, only whether it was late.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "canvas"
_WHO = r"(?:(?P<late_anon>LATE_)?anon_(?P<anon>[0-9A-Za-z]+)|(?P<name>\w+?)(?P<late>_LATE)?_(?P<id>[0-9]+))"
_FORM = re.compile(_WHO + r"_(?:[0-9]+_(?P<file>[^/]+)|(?P<typed>(?:text|link)\.html))")
_AGAIN = re.compile(r"(?P<stem>.+)-(?P<count>[1-9][0-9]?)(?P<ending>\.[^.]*)?")


def matches(names: Sequence[str]) -> float:
    """Return the share of files that carry two ids."""
    return share(names, _FORM.fullmatch)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each file; the suffix of one that was handed in again is taken off."""
    taken: dict[str, set[str]] = defaultdict(set)
    found = {name: _FORM.fullmatch(name) for name in names}
    for match in (match for match in found.values() if match):
        taken[_who(match)].add(match["file"] or match["typed"])
    for name, form in found.items():
        yield _piece(name, form, taken[_who(form)]) if form else name


def _who(match: re.Match[str]) -> str:
    return match["id"] or f"anon_{match['anon']}"


def _piece(name: str, match: re.Match[str], beside: set[str]) -> Piece:
    key = _who(match)
    ids = {"canvas_id": key} if match["id"] else {"canvas_anonymous_id": match["anon"]}
    person = Person(key, match["name"] or "", ids=ids)
    late = bool(match["late"] or match["late_anon"])
    if match["typed"]:
        return Piece(name, key, (person,), match["typed"], late=late, aside=True)
    handed, attempt, note = match["file"], 1, ""
    again = _AGAIN.fullmatch(handed)
    if again and not _a_series(again, beside):
        handed, attempt = again["stem"] + (again["ending"] or ""), int(again["count"]) + 1
        note = f"{match['file']} is taken for {handed}, handed in again"
    return Piece(name, key, (person,), handed, attempt, late=late, note=note)


def _a_series(again: re.Match[str], beside: set[str]) -> bool:
    """Return whether the number is part of a name: `part-1.py` beside `part-2.py` or `part.py`."""
    same = re.compile(re.escape(again["stem"]) + r"(-[1-9][0-9]?)?" + re.escape(again["ending"] or ""))
    return sum(1 for other in beside if same.fullmatch(other)) > 1
