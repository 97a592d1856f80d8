"""What one name in a download says, before the files of one submission are brought together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from grader.batch.entries import Person

# The lines of a text file of the download, by its name; none when it cannot be read.
Lines = Callable[[str], Iterable[str]]
# What `grade` reads by itself: a single such file is a submission, others need a folder around them.
ARCHIVES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz", ".tbz2", ".tar.xz", ".txz", ".gz", ".bz2", ".xz")
SOURCES = (".py", ".ipynb")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(frozen=True)
class Piece:
    """One file or folder of a submission; pieces with the same `submission` belong together.

    `name` is its name in the download, `handed` the name under which the student handed it in (empty: no other).
    `aside` marks a comment or a text typed into a form, which is graded only where there is nothing else.
    """

    name: str
    submission: str
    people: tuple[Person, ...]
    handed: str = ""
    attempt: int = 1
    submitted_at: datetime | None = None
    late: bool = False
    aside: bool = False
    note: str = ""


class Layout(Protocol):
    """A module of this folder. Names of folders end in '/'; they are sorted and free of junk.

    A file's own name is the student's choice, so the first place in which a name fits is the platform's.
    """

    NAME: str

    def matches(self, names: Sequence[str]) -> float:
        """Return how strongly the names speak for this layout, from 0 to 1."""

    def pieces(self, names: Sequence[str], lines: Lines) -> Iterator[Piece | str]:
        """Yield what each name says, or the name itself (perhaps with a reason) when nobody can tell."""


def share(names: Sequence[str], fits: Callable[[str], object]) -> float:
    """Return which part of the names fits."""
    return sum(1 for name in names if fits(name)) / len(names) if names else 0.0


def is_archive(name: str) -> bool:
    """Return whether a file is an archive, by its name."""
    return name.lower().endswith(ARCHIVES)


def moment(year: str, month: str, day: str, *clock: str) -> datetime | None:
    """Return a time of the platform's own, unstated zone; None when there is no such time. A month may be a word."""
    word = month[:3].lower()
    number = int(month) if month.isdecimal() else _MONTHS.index(word) + 1 if word in _MONTHS else 0
    hour, minute, second = (*map(int, clock), 0)[:3]
    try:
        return datetime(int(year), number, int(day), hour, minute, second)  # noqa: DTZ001 - no zone is stated
    except ValueError:
        return None
