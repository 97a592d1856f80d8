"""What a class run ends with: how many were graded and kept, and by name what somebody should look at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from grader.points import total
from grader.report.escape import bounded, one_line
from grader.report.words import plural, points

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.batch.gradebook import Result, Why
    from grader.batch.noted import Noted

WIDEST = 300  # characters of a note
WHY = {"regraded": "again", "marks": "for points by hand"}
PROBLEM = "Could not be read or run as a whole, and graded as it is; open these:"
KEPT_MARKS = "Handed in anew, with the points by hand from before; look whether they still fit:"

LOST_MARKS = "Points by hand from before that the rubric has no place for now, and that were left away:"


@dataclass
class Summary:
    """Counts, and lines about those who need a look. `unrecognised` are entries of the download that nobody graded.

    By the roster `absent` handed in nothing, and `strangers` are not on it; `ambiguous` are sentences about names.
    `names` are those of the people by submission, and `waiting` the points by submission that are to be given by hand.
    Every submission is counted once: as graded now, as kept, or below `notes` as incomplete or unreadable.
    """

    unrecognised: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    remark: str = ""
    kept: int = 0
    late: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    why: Counter[str] = field(default_factory=Counter)
    names: Mapping[str, str] = field(default_factory=dict)
    waiting: dict[str, float] = field(default_factory=dict)
    notes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add(self, name: str, result: Result, why: Why) -> None:
        """Count what has been graded now, and on what occasion."""
        self.counts[result.status] += 1
        if result.status == "graded":
            self.why[why] += 1
        else:
            self.note(result.status, name, result.note)

    def look(self, name: str, noted: Noted) -> None:
        """Remember what a report says that a person has to do something about."""
        if noted.waiting:
            self.waiting[name] = noted.waiting
        if noted.problem:
            self.note(PROBLEM, name, noted.problem)

    def note(self, kind: str, name: str, text: str) -> None:
        """Remember a line for the end, of a status or below another title."""
        self.notes.setdefault(kind, []).append((self.shown(name), text))

    def shown(self, name: str) -> str:
        """Return a submission with the names of its people, if they are another thing."""
        said = self.names.get(name, name)
        return name if said == name else f"{said} ({name})"

    @property
    def exit_status(self) -> int:
        """0, or 3 when a fault of ours left a submission incomplete."""
        return 3 if self.notes.get("incomplete") else 0


def text(summary: Summary) -> str:
    """Return the table and the lists as plain text."""
    return "\n".join([*_table(summary), *_lists(summary)]) + "\n"


def _table(summary: Summary) -> Iterator[str]:
    again = ", ".join(f"{summary.why[why]} {words}" for why, words in WHY.items() if summary.why[why])
    rows = [
        ("graded now", f"{summary.counts['graded']}{f' ({again})' if again else ''}"),
        ("kept from before", str(summary.kept)),
        ("incomplete", str(len(summary.notes.get("incomplete", ())))),
        ("unreadable", str(len(summary.notes.get("unreadable", ())))),
        ("unrecognised", str(len(summary.unrecognised))),
    ]
    if summary.late:
        rows.append(("late", str(summary.late)))
    if summary.waiting:
        left = f"{points(total(summary.waiting.values()))} points by hand"
        rows.append(("to be marked", f"{plural(len(summary.waiting), 'submission')}, {left} (`grade marks`)"))
    for label, value in rows:
        yield f"{label:<18}{value}"


def _lists(summary: Summary) -> Iterator[str]:
    incomplete = "Incomplete by a fault of the grader; the same command tries again:"
    yield from listed(incomplete, summary.notes.get("incomplete", ()))
    yield from listed("Unreadable:", summary.notes.get("unreadable", ()))
    for title in (PROBLEM, KEPT_MARKS, LOST_MARKS):
        yield from listed(title, summary.notes.get(title, ()))
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
