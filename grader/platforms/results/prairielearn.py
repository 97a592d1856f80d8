"""PrairieLearn: `results.json` with a score from 0 to 1, and a test for each rubric item.

What cannot be graded, by a broken archive or by a fault of ours, is "not gradable": it costs the student no attempt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import block, dumped, number, room

if TYPE_CHECKING:
    from grader.platforms.told import Part, Told


def write(told: Told) -> bytes:
    """Return the content of results.json."""
    limit = room(told)
    if told.status != "graded":
        texts = [text for entry in told.head for text in (entry.head, *entry.details)]
        return (dumped({"gradable": False, "format_errors": texts}) + "\n").encode()
    share = told.score / told.max_score if told.max_score else 0.0
    result = {
        "gradable": True,
        "score": min(max(round(share, 6), 0.0), 1.0),
        "message": sentences.as_text(told.head, limit),
        "tests": [_test(part, limit) for part in told.parts],
    }
    return (dumped(result) + "\n").encode()


def _test(part: Part, limit: int) -> dict[str, Any]:
    return {
        "name": part.title,
        "description": f"extra credit, {part.seconds:.2f} s" if part.extra else f"{part.seconds:.2f} s",
        "points": number(part.points),
        "max_points": number(part.max_points),
        "output": block(part, limit),
    }
