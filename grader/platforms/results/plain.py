"""What the results of several platforms have in common: JSON in ASCII, and texts whose sum stays small."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.told import summary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from grader.platforms.sentences import Entry
    from grader.platforms.told import Part, Told

    Writer = Callable[[Iterable[Entry], int], str]

WHOLE = 60_000  # characters of all texts; each is at most twelve bytes of JSON, and the strictest platform takes 1 MB


def room(told: Told) -> int:
    """Return how many characters the text of one part may have."""
    return min(sentences.BLOCK, WHOLE // (len(told.parts) + len(told.withheld) + 1))


def block(part: Part, limit: int, write: Writer = sentences.as_text) -> str:
    """Return what is said of a part: how many checks passed, then what is wrong."""
    return "\n\n".join(filter(None, (summary(part), write(part.entries, limit))))


def number(value: float) -> float | int:
    """Return a number of points without a needless ".0"."""
    return int(value) if float(value).is_integer() else round(float(value), 6)


def dumped(value: Any) -> str:
    """Return JSON on one line, in ASCII, with no number that JSON does not have."""
    return json.dumps(value, allow_nan=False)
