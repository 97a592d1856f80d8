"""What a class run ends with: how many were graded and kept, and by name what somebody should look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.report.escape import bounded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.batch.gradebook import Result

WIDEST = 300  # characters of a note


@dataclass
class Summary:
    """Counts, and lines about those who need a look. `unrecognised` are entries of the download that nobody graded.

    By the roster `absent` handed in nothing, and `strangers` are not on it; `ambiguous` are sentences about names.
    """

    unrecognised: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    remark: str = ""
    kept: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    regraded: int = 0
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, name: str, result: Result, *, again: bool) -> None:
        """Count what has been graded now; `again` when there was a result of it before."""
        self.counts[result.status] += 1
        self.regraded += again
        if result.status != "graded":
            self.note(result.status, name, result.note)

    def note(self, status: str, name: str, text: str) -> None:
        """Remember a line for the end."""
        self.notes.setdefault(status, []).append((name, text))

    @property
    def exit_status(self) -> int:
        """0, or 3 when a fault of ours left a submission incomplete."""
        return 3 if self.notes.get("incomplete") else 0


def text(summary: Summary) -> str:
    """Return the table and the lists as plain text."""
    return "\n".join([*_table(summary), *_lists(summary)]) + "\n"


def _table(summary: Summary) -> Iterator[str]:
    again = f" ({summary.regraded} of them again)" if summary.regraded else ""
    rows = [
        ("graded now", f"{summary.counts.total()}{again}"),
        ("kept from before", str(summary.kept)),
        ("incomplete", str(len(summary.notes.get("incomplete", ())))),
        ("unreadable", str(len(summary.notes.get("unreadable", ())))),
        ("unrecognised", str(len(summary.unrecognised))),
    ]
    for label, value in rows:
        yield f"{label:<18}{value}"


def _lists(summary: Summary) -> Iterator[str]:
    incomplete = "Incomplete by a fault of the grader; the same command tries again:"
    yield from listed(incomplete, summary.notes.get("incomplete", ()))
    yield from listed("Unreadable:", summary.notes.get("unreadable", ()))
    named = {
        "Not recognised as a submission:": summary.unrecognised,
        "On the roster, and handed in nothing:": summary.absent,
        "Handed in, and not on the roster:": summary.strangers,
        "Whom the roster means cannot be told:": summary.ambiguous,
        "Please note:": (summary.remark,) if summary.remark else (),
    }
    for title, names in named.items():
        yield from listed(title, [(name, "") for name in names])


def listed(title: str, entries: Sequence[tuple[str, str]]) -> Iterator[str]:
    """Yield the lines of a list of names with notes, below its title; nothing when it is empty."""
    if entries:
        yield ""
        yield title
    for name, note in sorted(entries):
        yield f"  {one_line(name)}" + (f": {one_line(bounded(note, WIDEST))}" if note else "")
