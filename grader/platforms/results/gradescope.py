"""Gradescope: `results.json`, with one test for each rubric item.

The score is always given, for the sum of the tests knows no penalties. Checks that students see later, or never, are
tests of their own with that visibility. While there is one, Gradescope shows students no total, and neither does the
text here, which is of the student's version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import block, dumped, number, room
from grader.report.words import SHOWN

if TYPE_CHECKING:
    from grader.platforms.told import Part, Told


def write(told: Told) -> bytes:
    """Return the content of results.json."""
    limit, parts = room(told), [*told.parts, *told.withheld]
    tests = [_test(part, place, limit) for place, part in enumerate(parts, start=1)]
    result = {
        "score": number(told.recorded),
        "execution_time": round(told.seconds, 3),
        "output": sentences.as_markdown(told.head, limit),
        "output_format": "md",
        "test_output_format": "md",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "extra_data": {"backgrade": {"status": told.status}},
        "tests": tests,
    }
    return (dumped(result) + "\n").encode()


def _test(part: Part, place: int, limit: int) -> dict[str, Any]:
    later = SHOWN.get(part.visibility)
    name = part.title + (" (extra credit)" if part.extra else "") + (f" ({later})" if later else "")
    return {
        "name": name,
        "number": str(place),
        "score": number(part.points),
        "max_score": number(part.max_points),
        "status": "passed" if part.outcome == "passed" else "failed",
        "output": block(part, limit, sentences.as_markdown),
        "visibility": part.visibility,
        "extra_data": {"id": part.id, "seconds": part.seconds},
    }
