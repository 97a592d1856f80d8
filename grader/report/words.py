"""The words and figures in which every printer tells the same facts."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.score import Mismatch, Number, Verdict

Tone = Literal["good", "partial", "bad", "quiet", "ours"]


@dataclass(frozen=True)
class Words:
    """How a verdict is told: `label` stands alone, `tone` chooses the colour."""

    label: str
    tone: Tone


VERDICTS: Mapping[Verdict, Words] = {
    "passed": Words("passed", "good"),
    "consistent": Words("consistent with your forward", "partial"),
    "wrong": Words("wrong", "bad"),
    "missing": Words("not attempted", "quiet"),
    "raised": Words("raised an exception", "bad"),
    "timed_out": Words("ran out of time", "bad"),
    "crashed": Words("crashed", "bad"),
    "out_of_memory": Words("ran out of memory", "bad"),
    "too_much_output": Words("printed too much", "bad"),
    "skipped": Words("not run", "quiet"),
    "grader_error": Words("could not be graded", "ours"),
}

MISMATCHES: Mapping[str, str] = {
    "missing": "an output is missing",
    "type": "type",
    "shape": "shape",
    "nonfinite": "NaN or infinite values",
    "values": "values",
    "gradient": "gradient",
    "rule": "rule",
}

# What a student reads in place of a check, and what an instructor reads beside it.
WITHHELD: Mapping[str, str] = {
    "hidden": "Graded; not shown to students.",
    "after_due_date": "Graded; shown after the due date.",
    "after_published": "Graded; shown when the grades are published.",
}
SHOWN: Mapping[str, str] = {
    "hidden": "hidden from students",
    "after_due_date": "shown after the due date",
    "after_published": "shown when published",
}

INCOMPLETE = (
    "The grader itself failed on at least one check. "
    "That is our fault, not the submission's: this total is not a grade."
)
PRECHECK = "Only the public checks ran. Hidden ones remain, and they count: a full score here is no promise."


def points(value: float) -> str:
    """Return points with at most two decimals: 3, 2.5, 0.33."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def number(value: Number, digits: int = 8) -> str:
    """Return a number with `digits` significant digits, "nan" and "inf" as they are, a dash for none."""
    if value is None:
        return "\u2013"
    if isinstance(value, str):
        return value
    return f"{value:.{digits}g}" if math.isfinite(value) else str(float(value))


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 check", "2 checks"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def index(place: tuple[int, ...]) -> str:
    """Return an index as it is written in Python: [2, 0]; of a scalar: ()."""
    return f"[{', '.join(str(i) for i in place)}]" if place else "()"


def shape(dimensions: tuple[int, ...] | None) -> str:
    """Return a shape as NumPy prints it."""
    return "\u2013" if dimensions is None else str(tuple(int(d) for d in dimensions))


def duration(seconds: float) -> str:
    """Return a time a reader can take in at a glance: <1 ms, 4 ms, 1.3 s."""
    if seconds < 0.001:
        return "<1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def extent(mismatch: Mismatch) -> str:
    """Return how much of an output differs; empty when entries were not counted."""
    if not mismatch.size or mismatch.kind == "shape":
        return ""
    return f"{mismatch.count} of {plural(mismatch.size, 'entry', 'entries')} differ"
