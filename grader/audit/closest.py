"""How near each check's mistakes come to passing it: the smallest error / allowed of a mistake that loses the check.

The catalogue keeps prints of outputs, no outputs. Four inner products of a difference with random vectors tell its norm
within a factor of about two; the norm of what is allowed is known. Their quotient is at most the greatest error /
allowed, so what is far by it is far. What seems near is run again, for that check alone, and measured.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.diagnose import prints
from grader.engine import plan
from grader.engine.judge import selected
from grader.rubric import Differentiates, Matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.diagnose.catalogue import Catalogue, Variant
    from grader.diagnose.prints import Print
    from grader.expected import Array, Expected, ExpectedCase
    from grader.rubric import Check, Tolerance

    Judged = Matches | Differentiates

CERTAIN = 10.0  # times the bound: what is estimated to lie further off is not measured


class Nearest(NamedTuple):
    """The mistake that comes nearest to passing a check. `measured` says that the ratio is exact."""

    mistake: str
    ratio: float
    measured: bool = False


class Estimates:
    """Estimates for all mistakes of a catalogue."""

    def __init__(self, expected: Expected):
        self.expected = expected
        self._right: dict[tuple[str, str, str], Print] = {}

    def of(self, check: Check, variant: Variant) -> float | None:
        """Return an estimate of error / allowed from below, or None where prints cannot tell."""
        if not isinstance(check, Matches | Differentiates) or variant.lost.get(check.id) != "wrong":
            return None
        cases = plan.cases_of(check, self.expected)
        if isinstance(check, Differentiates) and any(self._bends(check, case, variant) for case in cases):
            return None  # the gradient is judged by a forward pass that is wrong itself
        return max((ratio for case in cases for ratio in self._ratios(check, case, variant)), default=0.0)

    def _bends(self, check: Differentiates, case: ExpectedCase, variant: Variant) -> bool:
        return check.output in variant.wrong.get((check.of, case.name), {})

    def _ratios(self, check: Judged, case: ExpectedCase, variant: Variant) -> Iterator[float]:
        wrong = variant.wrong.get((case.probe, case.name), {})
        wanted = check.outputs if isinstance(check, Matches) else tuple(check.wrt.values())
        for name in case.outputs:
            if name in wrong and selected(name, wanted):
                right = self._print(case, name)
                yield ratio(wrong[name], right, _allowed(case.outputs[name], check.tolerance))

    def _print(self, case: ExpectedCase, name: str) -> Print:
        key = case.probe, case.name, name
        if key not in self._right:
            self._right[key] = prints.of_array(case.outputs[name])
        return self._right[key]


def ratio(wrong: Print, right: Print, allowed: float) -> float:
    """Return the norm of the difference of two arrays, told by their prints, over that of what is allowed."""
    if wrong.tag != right.tag:
        return math.inf
    apart = np.subtract(wrong.numbers[: prints.PRODUCTS], right.numbers[: prints.PRODUCTS])
    norm = float(np.sqrt(np.mean(apart**2)))
    return norm / allowed if allowed else math.inf if norm else 0.0


def _allowed(right: Array, tolerance: Tolerance) -> float:
    return float(np.linalg.norm(tolerance.atol + tolerance.rtol * np.abs(right.astype(np.complex128).ravel())))


def estimated(checks: Sequence[Check], catalogue: Catalogue, expected: Expected) -> dict[str, list[Nearest]]:
    """Return check -> the mistakes that lose it by their values, the nearest first, as far as prints tell."""
    estimates = Estimates(expected)
    found: dict[str, list[Nearest]] = {}
    for check in checks:
        ratios = {one.id: estimates.of(check, one) for one in catalogue.variants}
        near = [Nearest(name, value) for name, value in ratios.items() if value is not None]
        found[check.id] = sorted(near, key=lambda one: one.ratio)
    return found


def to_measure(found: Mapping[str, Sequence[Nearest]], bound: float) -> dict[str, list[str]]:
    """Return mistake -> the checks on which it must be measured to know how it stands to `bound`."""
    asked: dict[str, list[str]] = {}
    for check, near in found.items():
        for one in near:
            if one.ratio < bound * CERTAIN:
                asked.setdefault(one.mistake, []).append(check)
    return asked


def measured(found: Mapping[str, Sequence[Nearest]], exact: Mapping[tuple[str, str], float]) -> dict[str, Nearest]:
    """Return check -> the nearest mistake, with `exact` ratios of (mistake, check) in place of estimates.

    Whatever does not fail by its values, a wrong shape or a list too long, has no ratio and is left out.
    """
    nearest = {}
    for check, near in found.items():
        every = [
            Nearest(one.mistake, exact[one.mistake, check], True) if (one.mistake, check) in exact else one
            for one in near
        ]
        every = [one for one in every if one.ratio > 1.0 or not one.measured]
        every += [
            Nearest(mistake, value, True)
            for (mistake, name), value in exact.items()
            if name == check and value > 1.0 and mistake not in {one.mistake for one in near}
        ]
        if every:
            nearest[check] = min(every, key=lambda one: one.ratio)
    return nearest
