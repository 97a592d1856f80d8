"""Autolab: the feedback as text, a line of semantic feedback, and as the last line the scores of the problems.

The site rewrites letters and digits that stand directly before a colon, wherever that is on a line of JSON, so a space
goes between them. Where the grader failed no problem is named: the site then says that the result is empty, with our
sentence below it, and lets the scores of an earlier run be.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from grader.platforms import sentences
from grader.platforms.results.plain import block, dumped, number, room

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.platforms.told import Part, Told
    from grader.rubric import Assignment

ADJUSTMENTS = "Penalties and rounding"  # a problem of 0 points: the site adds problems up
_RESERVED = {"_presentation", "stages"}
_REWRITTEN = re.compile(r"(?<=[A-Za-z0-9]):")
HINT = 400  # characters


def problems(rubric: Assignment) -> dict[str, float]:
    """Return the problems to define on the site, with their points: a rubric item each, and one for penalties."""
    names = _named((item.id, item.title) for item in rubric.items)
    return {names[item.id]: 0.0 if item.extra else item.points for item in rubric.items} | {ADJUSTMENTS: 0.0}


def write(told: Told) -> bytes:
    """Return what goes to standard output."""
    limit = room(told)
    lines = [told.title, "", sentences.as_text(told.head, limit), ""]
    for part in told.parts:
        lines += [f"{part.title}: {number(part.points)} of {number(part.max_points)}", block(part, limit), ""]
    result: dict[str, Any] = {"scores": _scores(told) if told.is_grade else {}}
    text = "\n".join([*lines, _line(_semantic(told)), _line(result)])
    return text.encode() + b"\n"


def _scores(told: Told) -> dict[str, float | int]:
    names = _named((part.id, part.title) for part in told.parts)
    return {names[part.id]: number(part.points) for part in told.parts} | {ADJUSTMENTS: number(told.adjustment)}


def _semantic(told: Told) -> dict[str, Any]:
    """Return the checks by rubric item, with a hint for each that did not pass."""
    names = _named((part.id, part.title) for part in told.parts)
    shown = [part for part in told.parts if part.checks]
    stages = {names[part.id]: _stage(part) for part in shown}
    return {"_presentation": "semantic", "stages": list(stages), **stages}


def _stage(part: Part) -> dict[str, Any]:
    names = _named((check.id, check.title) for check in part.checks)
    stage: dict[str, Any] = {}
    for check in part.checks:
        passed = check.verdict == "passed"
        stage[names[check.id]] = {"passed": passed}
        if not passed:
            told = sentences.of_check(check)
            stage[names[check.id]]["hint"] = " ".join(told.details or (told.head,))[:HINT]
    return stage


def _named(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return id -> a name that is like no other: the title, with the id where another has it already."""
    names: dict[str, str] = {}
    for key, title in pairs:
        name = _REWRITTEN.sub(" :", sentences.safe(title))
        taken = {*names.values(), *_RESERVED, ADJUSTMENTS}
        names[key] = name if name not in taken else f"{name} ({key})"
    return names


def _line(value: Any) -> str:
    return _REWRITTEN.sub(" :", dumped(value))
