"""MarkUs: one JSON object for each rubric item on a line of standard output, and nothing else.

Marks are never negative there, so what penalties, caps and rounding take stands in a line of extra marks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import block, dumped, number, room

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.platforms.told import Part, Told

_STATUS = {"passed": "pass", "partial": "partial", "failed": "fail", "error": "error"}


def write(told: Told) -> bytes:
    """Return what goes to standard output."""
    return "".join(f"{dumped(line)}\n" for line in _lines(told)).encode()


def _lines(told: Told) -> Iterator[dict[str, Any]]:
    limit, seen = room(told), set[str]()
    for part in told.parts:
        name = part.title if part.title not in seen else f"{part.title} ({part.id})"
        seen.add(name)
        yield _test(part, name, limit) | ({"status": "error_all"} if told.status == "fault" else {})
    if told.head:
        yield {"overall_comment": sentences.as_text(told.head, limit)}
    if told.adjustment and told.is_grade:
        yield {"extra_marks": [{"mark": number(told.adjustment), "description": _WHY, "unit": "points"}]}


_WHY = "Penalties, caps and rounding; the overall comment tells each."


def _test(part: Part, name: str, limit: int) -> dict[str, Any]:
    return {
        "name": name,
        "output": block(part, limit),
        "marks_earned": number(part.points),
        "marks_total": number(part.max_points),
        "status": _STATUS[part.outcome],
        "time": round(part.seconds * 1000),
    }
