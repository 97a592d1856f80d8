"""Near misses: checks whose greatest error lies between half and twice what the tolerance allows.

Multiplied by that ratio, the tolerance would be the one at which the check goes over from wrong to passed. So an
instructor sees where a tolerance decides about marks, and where another machine's rounding might.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.score import NearMiss

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from grader.score import CaseResult, CheckResult, ScoreReport

LEAST, MOST = 0.5, 2.0
BY_VALUES = frozenset({"values", "gradient"})


def of(case: str, ratios: Mapping[str, float]) -> list[NearMiss]:
    """Return what a case's outputs, with error / allowed by name, have to say of near misses."""
    return [NearMiss(case, name, ratio) for name, ratio in ratios.items() if ratio >= LEAST]


def nearest(seen: Iterable[NearMiss], cases: Iterable[CaseResult]) -> NearMiss | None:
    """Return the greatest of what was seen on all cases of a check, if it is a near miss.

    There is none where a case failed for something else than values: no tolerance would make that check pass.
    """
    worst = max(seen, key=lambda one: one.ratio, default=None)
    if worst is None or worst.ratio > MOST or not all(map(_is_by_values, cases)):
        return None
    return worst


def _is_by_values(case: CaseResult) -> bool:
    return case.verdict == "passed" or (
        case.verdict == "wrong" and case.mismatch is not None and case.mismatch.kind in BY_VALUES
    )


@dataclass(frozen=True)
class Listed:
    """What comes near to the tolerance of one check, on one output of one case, in one or several submissions.

    `least` and `most` are the ratios among them. With the tolerance multiplied by `factor` the first of them has the
    other verdict.
    """

    assignment: str
    check: str
    title: str
    case: str
    output: str
    passed: bool
    submissions: tuple[str, ...]
    least: float
    most: float
    factor: float
    rtol: float | None = None
    atol: float | None = None


def listed(reports: Iterable[ScoreReport]) -> list[Listed]:
    """List the near misses of many reports, by check, in the order of the rubric."""
    found: dict[tuple[str, ...], list[tuple[str, CheckResult, NearMiss]]] = {}
    for report in reports:
        for check in (check for item in report.items for check in item.checks):
            if check.near is not None:
                key = (report.assignment, check.id, check.near.case, check.near.output, check.verdict)
                found.setdefault(key, []).append((report.submission, check, check.near))
    return [_together(key[0], entries) for key, entries in found.items()]


def _together(assignment: str, entries: Sequence[tuple[str, CheckResult, NearMiss]]) -> Listed:
    _, check, near = entries[0]
    ratios = [entry[2].ratio for entry in entries]
    passed = check.verdict == "passed"
    return Listed(
        assignment,
        check.id,
        check.title,
        near.case,
        near.output,
        passed,
        tuple(name for name, _, _ in entries),
        min(ratios),
        max(ratios),
        _rounded(max(ratios), math.floor) if passed else _rounded(min(ratios), math.ceil),
        check.rtol,
        check.atol,
    )


def _rounded(ratio: float, to: Callable[[float], int]) -> float:
    """Round to three digits, in the direction in which the verdict changes."""
    return to(ratio * 1000) / 1000 if ratio < 1 else to(ratio * 100) / 100
