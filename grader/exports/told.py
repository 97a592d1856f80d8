"""What an export says of itself: what was written where, and by name who has to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.batch.summary import listed
from grader.exports.results import is_grade, is_scored, number, shown
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.batch.counted import Counted

ZEROS = "Given 0 for having no result; a file that `grade batch` did not recognise may be of somebody here:"


@dataclass
class Told:
    """An exported file with its first line for the terminal, and titles of lists with (name, note).

    `lost` tells that somebody's grade found no place in it. `zeros` names those who are given 0 for having no result.
    """

    data: bytes = b""
    line: str = ""
    lists: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    lost: bool = False
    zeros: list[str] = field(default_factory=list)

    def add(self, title: str, name: str, note: str = "") -> None:
        """Add a line to a list."""
        self.lists.setdefault(title, []).append((name, note))

    def without_grade(self, results: Sequence[Counted]) -> None:
        """List results that are no grades, and those that people have yet to mark."""
        unmarked = [one for one in results if is_scored(one) and one.waiting]
        have = "1 person has" if len(unmarked) == 1 else f"{len(unmarked)} people have"
        for one in unmarked:
            then = "written as it stands" if one.taken else "no grade until then (--with-unmarked writes it)"
            self.add(f"{have} points to be given by hand, {then}:", shown(one), f"{number(one.waiting)} to be marked")
        for one in results:
            if not is_scored(one):
                self.add(f"No grade, because {_WHY[one.row['status']]}:", shown(one), one.row["note"])

    def lose(self, title: str, results: Sequence[Counted]) -> None:
        """List results whose people have no place in the file."""
        for one in results:
            self.lost = self.lost or is_grade(one)
            self.add(title, shown(one))

    def warning(self) -> str:
        """Return as plain text what is to be read before anything is written; nothing where there is no need."""
        lines = list(listed(ZEROS, [(name, "") for name in self.zeros]))[1:]
        return "\n".join([*lines, "", ""]) if lines else ""

    def text(self) -> str:
        """Return all as plain text."""
        lists = (line for title, entries in self.lists.items() for line in listed(one_line(title), entries))
        return "\n".join([self.line, *lists]) + "\n"


_WHY = {
    "incomplete": "the result is incomplete by a fault of the grader",
    "unreadable": "what was handed in cannot be read",
    "graded": "there is no score",
}
