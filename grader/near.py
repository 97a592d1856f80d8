"""Near misses: checks whose greatest error lies between half and twice what the tolerance allows.

Multiplied by that ratio, the tolerance would be the one at which the check goes over from wrong to passed. So an
instructor sees where a tolerance decides about marks, and where another machine's rounding might.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.score import NearMiss

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.score import CaseResult

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
