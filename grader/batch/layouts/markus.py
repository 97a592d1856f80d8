"""MarkUs: one folder for each group, under the group's name (Submissions > Download, or the repositories).

A student who works alone is a group of one, called by the user name. Nothing in the names says that they are MarkUs's,
but for groups that it numbered itself (`group_0001`); other downloads are read as plain folders, with the same result.
No time is stated. Members of groups come from the roster's column `group`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.layouts.piece import Lines, Piece, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NAME = "markus"
_NUMBERED = re.compile(r"group_[0-9]{4,}/")


def matches(names: Sequence[str]) -> float:
    """Return the share of folders with a number of MarkUs's own."""
    return share(names, _NUMBERED.fullmatch)


def pieces(names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:  # noqa: ARG001 - names alone tell all
    """Yield a piece for each folder."""
    for name in names:
        group = name.removesuffix("/")
        if group == name:
            yield name
        else:
            yield Piece(name, group, (Person(group, group, ids={"group": group}),))
