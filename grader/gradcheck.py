"""Judge analytic gradients against central differences (see `grader.differences`).

Everything is decided here, above the trust boundary: a child returns forward values and its analytic
gradient, no more. An entry is right when |analytic - numerical| <= atol + rtol |numerical| + floor, the
floor being the rounding error of the difference itself. Where that floor hides the gradient nothing can
be judged, and nothing is earned: else a submission could buy tolerance by adding a huge constant to its
output.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.closeness import Distance, measure, picture
from grader.compare import Comparison, fit
from grader.differences import Array, Numerical, Reduce, Sweep, numerical, plan
from grader.rubric import Tolerance
from grader.score import GradientRow, Mismatch
from grader.values import at, digits, distinct, number, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.sandbox.reply import Value

__all__ = ["GradientVerdict", "Numerical", "Reduce", "Sweep", "judge", "numerical", "plan"]

HIDDEN = 1e-3  # a floor above this part of the greatest entry hides the gradient
TINY = float(np.finfo(np.float64).tiny)
ROWS, NAMED = 8, 6  # worst entries kept, and gradients named in one sentence


@dataclass(frozen=True)
class GradientVerdict:
    """Whether all gradients agree with central differences.

    Without `has_signal` gradients of zero agree as well: the forward pass is constant, and a gradient
    that belongs to it is worth nothing. `ratios` are the greatest error / allowed by gradient, inf for one that could
    not be compared.
    """

    ok: bool
    feedback: str = ""
    notes: tuple[str, ...] = ()
    mismatch: Mismatch | None = None
    has_signal: bool = False
    ratios: Mapping[str, float] = field(default_factory=dict)


def judge(gradients: Sequence[tuple[str, Value | None, Numerical]], tolerance: Tolerance) -> GradientVerdict:
    """Judge named analytic gradients, each against its central difference; all must agree.

    Leading unit axes are noted, as in `compare`. The mismatch is that of the first gradient that is
    wrong, with the worst entries of all of them as its rows.
    """
    if not gradients:
        return GradientVerdict(False, "There is no gradient to judge.")
    judged = [_judge_one(name, value, difference, tolerance) for name, value, difference in gradients]
    notes = tuple(note for one in judged for note in one.notes)
    signal = any(one.has_signal for one in judged)
    wrong = [one for one in judged if one.feedback]
    ratios = {one.mismatch.output: one.ratio for one in judged}
    if not wrong:
        return GradientVerdict(True, "", notes, None, signal, ratios)
    rows = sorted((row for one in wrong for row in one.rows), key=lambda row: -row[0])
    mismatch = replace(wrong[0].mismatch, gradient=tuple(row for _, row in rows[:ROWS]))
    feedback = wrong[0].feedback
    feedback += _listed("Also wrong", [one.mismatch.output for one in wrong[1:]])
    feedback += _listed("Right", [one.mismatch.output for one in judged if not one.feedback])
    return GradientVerdict(False, feedback, notes, mismatch, signal, ratios)


@dataclass(frozen=True)
class _One:
    """One gradient judged; `feedback` is empty when it is right. A row stands beside its error / allowed."""

    mismatch: Mismatch
    feedback: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[float, GradientRow], ...] = ()
    has_signal: bool = False
    ratio: float = math.inf


def _judge_one(name: str, value: Value | None, difference: Numerical, tolerance: Tolerance) -> _One:
    expected = difference.values
    mismatch = Mismatch(name, "gradient", expected_shape=expected.shape)
    fitted = fit(name, value, expected)
    if isinstance(fitted, Comparison):
        return _One(fitted.mismatch or mismatch, fitted.feedback, fitted.notes)
    if difference.problem:
        return _One(mismatch, difference.problem, fitted.notes)
    greatest = float(np.abs(expected).max(initial=0.0))
    if difference.floor > max(tolerance.atol, HIDDEN * greatest):
        text = f"The forward values are so large that rounding hides their change: {quoted(name)} cannot be judged."
        return _One(mismatch, text, fitted.notes)
    widened = Tolerance(tolerance.rtol, tolerance.atol + difference.floor)
    has_signal = greatest > widened.atol + widened.rtol * greatest
    distance = measure(fitted.array, expected, widened)
    if not distance.bad.any():
        return _One(mismatch, "", fitted.notes, has_signal=has_signal, ratio=distance.greatest)
    rows = _rows(name, fitted.array, expected, distance)
    count = int(np.count_nonzero(distance.bad))
    mismatch = replace(
        mismatch,
        count=count,
        size=expected.size,
        actual_shape=expected.shape,
        rtol=widened.rtol,
        atol=widened.atol,
        picture=picture(distance.ratio, expected.shape),
    )
    text = _disagree(quoted(name), count, expected.size, rows[0][1])
    return _One(mismatch, text, fitted.notes, rows, has_signal, distance.greatest)


def _rows(name: str, analytic: Any, expected: Array, distance: Distance) -> tuple[tuple[float, GradientRow], ...]:
    """Return the worst entries that disagree, worst first."""
    order = np.lexsort((distance.error, distance.ratio))[::-1]
    return tuple(
        (float(distance.ratio[entry]), _row(name, analytic, expected, int(entry)))
        for entry in order[distance.bad[order]][:ROWS]
    )


def _row(name: str, analytic: Any, expected: Array, entry: int) -> GradientRow:
    index = tuple(int(i) for i in np.unravel_index(entry, expected.shape))
    a, n = float(analytic[index]), float(expected[index])
    return GradientRow(name, index, number(a), number(n), number(_relative_error(a, n)))


def _relative_error(analytic: float, numerical: float) -> float:
    """Return |a - n| / max(|a|, |n|, tiny), at most 2; inf when one of them is not finite."""
    greatest = max(abs(analytic), abs(numerical), TINY)
    if not math.isfinite(greatest):
        return math.inf
    return abs(analytic / greatest - numerical / greatest)


def _disagree(name: str, count: int, size: int, worst: GradientRow) -> str:
    analytic, numerical = distinct(worst.analytic, worst.numerical)
    values = f"analytic {analytic}, numerical {numerical} (relative error {digits(worst.relative_error, 3)})"
    if size == 1:
        return f"{name} disagrees with the central difference: {values}."
    if count == 1:
        where = f"central differences, at {at(worst.index)}"
        return f"1 of {size} entries of {name} disagrees with {where}: {values}."
    share = f"All {size}" if count == size else f"{count} of {size}"
    text = f"{share} entries of {name} disagree with central differences."
    return f"{text} Worst at {at(worst.index)}: {values}."


def _listed(what: str, names: Sequence[str]) -> str:
    if not names:
        return ""
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f" {what}: {', '.join(map(quoted, names[:NAMED]))}{more}."
