"""The figures and words in which every printer tells the same facts. All words come from the catalogue."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from grader.report.catalogue import ENGLISH
from grader.score import Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.report.catalogue import Catalogue
    from grader.score import Mismatch, Number

Tone = Literal["good", "partial", "bad", "quiet", "ours"]


@dataclass(frozen=True)
class Words:
    """How a verdict is told: `label`, in English, stands alone; `tone` chooses the colour."""

    label: str
    tone: Tone


_TONES: Mapping[Verdict, Tone] = {
    "passed": "good",
    "consistent": "partial",
    "missing": "quiet",
    "skipped": "quiet",
    "grader_error": "ours",
}
VERDICTS: Mapping[Verdict, Words] = {
    verdict: Words(ENGLISH(f"verdict.{verdict}"), _TONES.get(verdict, "bad")) for verdict in get_args(Verdict)
}


def _section(name: str, *keys: str) -> dict[str, str]:
    return {key: ENGLISH(f"{name}.{key}") for key in keys}


MISMATCHES: Mapping[str, str] = _section(
    "mismatch", "missing", "type", "shape", "nonfinite", "values", "gradient", "rule"
)
# What a student reads in place of a check, and what an instructor reads beside it.
WITHHELD: Mapping[str, str] = _section("withheld", "hidden", "after_due_date", "after_published")
SHOWN: Mapping[str, str] = _section("shown", "hidden", "after_due_date", "after_published")


def verdict(value: Verdict, say: Catalogue = ENGLISH) -> str:
    """Return a verdict in words."""
    return say(f"verdict.{value}")


def points(value: float, say: Catalogue = ENGLISH) -> str:
    """Return points with at most two decimals: 3, 2.5, 0.33."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else say.decimal(text)


def number(value: Number, digits: int = 8) -> str:
    """Return a number with `digits` significant digits as Python writes it, "nan" and "inf" too; a dash for none."""
    if value is None:
        return ENGLISH("number.none")
    if isinstance(value, str):
        return value
    return f"{value:.{digits}g}" if math.isfinite(value) else str(float(value))


def times(ratio: float, say: Catalogue = ENGLISH) -> str:
    """Return a ratio as a reader says it: 0.83 times, 120 times, 4 times ten to the sixth."""
    if ratio < 1000:
        return say.decimal(f"{ratio:.2g}" if ratio < 100 else f"{ratio:.0f}") + "\u00d7"
    digit, power = f"{ratio:.0e}".split("e+")
    return f"{digit}\u00b710{str(int(power)).translate(_RAISED)}\u00d7"


_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


def plural(count: int, one: str, many: str = "") -> str:
    """Return "1 check", "2 checks"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def index(place: tuple[int, ...]) -> str:
    """Return an index as it is written in Python: [2, 0]; of a scalar: ()."""
    return f"[{', '.join(str(i) for i in place)}]" if place else "()"


def shape(dimensions: tuple[int, ...] | None) -> str:
    """Return a shape as NumPy prints it."""
    return ENGLISH("number.none") if dimensions is None else str(tuple(int(d) for d in dimensions))


def duration(seconds: float, say: Catalogue = ENGLISH) -> str:
    """Return a time a reader can take in at a glance: <1 ms, 4 ms, 1.3 s."""
    if seconds < 0.001:
        return "<1 ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else say.decimal(f"{seconds:.1f} s")


def extent(mismatch: Mismatch, say: Catalogue = ENGLISH) -> str:
    """Return how much of an output differs; empty when entries were not counted."""
    if not mismatch.size or mismatch.kind == "shape":
        return ""
    return say.count("mismatch.extent", mismatch.size, wrong=mismatch.count)
