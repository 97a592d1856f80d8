"""GitHub Classroom: a step's output `result`, base64 of JSON, to be added to the file that $GITHUB_OUTPUT names.

The reporter adds the tests' scores up and prints their texts to the log of the run, where a line with "::" or "##["
may be an order to the runner; none of ours has either. The maximum is a whole number there: where the rubric's is none,
all points are told as so many times as many.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import block, dumped, number, room

if TYPE_CHECKING:
    from grader.platforms.told import Part, Told

_FACTORS = (1, 2, 4, 5, 10, 20, 100, 1000)
_STATUS = {"passed": "pass", "partial": "fail", "failed": "fail", "error": "error"}


def write(told: Told) -> bytes:
    """Return the line `result=...` of the step's outputs."""
    return b"result=" + base64.b64encode(dumped(payload(told)).encode()) + b"\n"


def payload(told: Told) -> dict[str, Any]:
    """Return what is encoded."""
    limit = room(told)
    factor = next((n for n in _FACTORS if abs(told.max_score * n - round(told.max_score * n)) < 1e-6), 1)
    tests = [_test(part, limit) for part in told.parts]
    if told.head or told.adjustment:
        status = "error" if not told.is_grade else "fail" if told.adjustment < 0 else "pass"
        text = sentences.as_text(told.head, limit)
        tests.append(_line("The whole", status, told.adjustment, text, told.seconds))
    bad = {test["status"] for test in tests}
    status = "error" if not told.is_grade or "error" in bad else "fail" if "fail" in bad else "pass"
    tests = [test | {"score": number(test["score"] * factor)} for test in tests]
    return {"version": 1, "status": status, "max_score": round(told.max_score * factor), "tests": tests}


def _test(part: Part, limit: int) -> dict[str, Any]:
    return _line(part.title, _STATUS[part.outcome], part.points, block(part, limit), part.seconds)


def _line(name: str, status: str, score: float, message: str, seconds: float) -> dict[str, Any]:
    return {
        "name": _harmless(name),
        "status": status,
        "score": number(score),
        "message": _harmless(message),
        "test_code": "",
        "filename": "",
        "line_no": 0,
        "duration": round(seconds * 1000),
    }


def _harmless(text: str) -> str:
    while "::" in text:
        text = text.replace("::", ": :")
    return text.replace("##[", "# #[")
