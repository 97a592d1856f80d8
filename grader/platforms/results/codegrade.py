"""CodeGrade: JSON lines for file descriptor 3, the points of the whole and the checks by rubric item.

Where the grader failed there is no line with points, so that nobody takes a zero for a grade.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import dumped, number, room
from grader.report.words import points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.platforms.told import Part, Told
    from grader.score import CheckResult


def write(told: Told) -> bytes:
    """Return what goes to descriptor 3."""
    return "".join(f"{dumped(line)}\n" for line in _lines(told)).encode()


def _lines(told: Told) -> Iterator[dict[str, Any]]:
    limit = room(told)
    overall = _case("About the whole", "success" if told.is_grade else "failure", sentences.as_text(told.head, limit))
    suites = [{"id": "whole", "name": told.title, "weight": 0, "testCases": [overall]}] if told.head else []
    yield {"tag": "unit-test", "results": [*suites, *(_suite(part, limit) for part in told.parts)]}
    if told.is_grade:
        yield {"tag": "points", "points": f"{points(max(told.score, 0.0))}/{points(told.max_score)}"}


def _suite(part: Part, limit: int) -> dict[str, Any]:
    cases = [_of_check(check, limit // len(part.checks)) for check in part.checks]
    cases = cases or [_case(part.title, "failure", sentences.as_text(part.entries, limit))]
    return {"id": part.id, "name": part.title, "weight": number(part.max_points), "testCases": cases}


def _of_check(check: CheckResult, limit: int) -> dict[str, Any]:
    passed = check.verdict == "passed"
    status = "success" if passed else "skipped" if check.verdict == "skipped" else "failure"
    reason = "" if passed else sentences.as_text([sentences.of_check(check)], max(limit, 200))
    return _case(check.title, status, reason, check.max_points)


def _case(name: str, status: str, reason: str, weight: float = 0.0) -> dict[str, Any]:
    return {"name": name, "status": status, "description": "", "weight": number(weight), "reason": reason}
