"""Judge analytic gradients against central differences, formed here from plain forward values.

A child is sent perturbed inputs and returns what its forward pass makes of them; every difference and decision is
taken on this side. For one entry x_k of an input,

    n_k = (f(x + h e_k) - f(x - h e_k)) / ((x_k + h) - (x_k - h)),

where the divisor is the distance really made in floating point, not 2 h. Every entry is perturbed: one random
direction misses an error of 1 % in one entry about every fourth time.

How far n may lie from a right gradient. Truncation: h^2 |f'''| / 6, some 1e-11 for h = 1e-5. Rounding: every
forward value carries a relative error of about eps = 2.2e-16, so the difference of two is off by up to 2 eps |f|,
and the quotient by the floor eps |f| / h, where |f| sums the absolute values that f adds up. What is allowed is
therefore atol + rtol |n| + floor. A forward pass whose floor hides the gradient itself cannot be judged and earns
nothing, or else a submission could buy tolerance with a huge constant.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from grader.closeness import Distance, measure, picture
from grader.compare import Comparison, fit
from grader.errors import CourseError
from grader.rubric import Tolerance
from grader.score import GradientRow, Mismatch, Place
from grader.values import at, digits, distinct, number, without_unit_axes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.sandbox.reply import Value

Reduce = Literal["sum", "elementwise"]
Array = npt.NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)
HIDDEN = 1e-3  # a floor above this part of the greatest entry hides the gradient
LARGEST = 2048  # entries of one input: its sweep is then 64 MiB
ROWS = 8


@dataclass(frozen=True)
class Sweep:
    """The perturbed copies of one input that a child is asked about.

    `values` is (2n, *shape) for "sum": first entry k plus h for each k in C order, then each minus h; it is
    (2, *shape) for "elementwise": all entries plus h, all minus h.
    """

    path: str  # "x" or "weights[0]"
    values: Array


@dataclass(frozen=True)
class Numerical:
    """A central difference in the shape of its input, its rounding floor, or why there is none (`problem`)."""

    values: Array
    floor: float = 0.0
    problem: str = ""


@dataclass(frozen=True)
class GradientVerdict:
    """Whether all gradients agree with central differences.

    Without `has_signal` gradients of zero would agree as well: the forward pass is constant, and a gradient that
    is right for it is worth nothing.
    """

    ok: bool
    feedback: str = ""
    notes: tuple[str, ...] = ()
    mismatch: Mismatch | None = None
    has_signal: bool = False


def plan(inputs: Mapping[str, Any], wrt: Mapping[str, str], reduce: Reduce, step: float) -> tuple[Sweep, ...]:
    """Perturb every array named in `wrt`, in double precision; a list of arrays gives one sweep for each."""
    return tuple(
        Sweep(path, _perturbed(path, array, reduce, step)) for name in wrt for path, array in _arrays(inputs, name)
    )


def numerical(sweep: Sweep, forward: npt.NDArray[Any], reduce: Reduce, step: float) -> Numerical:
    """Form the central difference from the forward values of a sweep, (2n, *output) or (2, *output).

    "sum" differentiates the sum of the output by each entry of the input. "elementwise" differentiates output i by
    input i, all at once: true only of functions whose output i depends on input i alone, and then of the same shape.
    """
    shape = sweep.values.shape[1:]
    problem = _unfit(sweep, forward, reduce)
    if problem:
        return Numerical(np.full(shape, np.nan), problem=problem)
    half = len(sweep.values) // 2
    plus, minus = forward[:half].astype(np.float64), forward[half:].astype(np.float64)
    with np.errstate(all="ignore"):
        rise, run = plus - minus, sweep.values[:half] - sweep.values[half:]
        size = np.abs(forward)
        if reduce == "sum":  # in row k of `run`, only entry k is not zero
            rise, run, size = (part.sum(axis=tuple(range(1, part.ndim))) for part in (rise, run, size))
        quotient = rise.reshape(shape) / run.reshape(shape)
    if not np.isfinite(quotient).all():
        return Numerical(quotient, problem=f"The central difference by {sweep.path} is not finite.")
    return Numerical(quotient, floor=EPS * float(size.max(initial=0.0)) / step)


def judge(gradients: Sequence[tuple[str, Value | None, Numerical]], tolerance: Tolerance) -> GradientVerdict:
    """Judge named analytic gradients, each against its central difference; all must agree.

    Units axes in front are noted, as in `compare`. The mismatch is that of the first gradient that is wrong; its
    rows are the worst entries of all.
    """
    if not gradients:
        return GradientVerdict(False, "There is no gradient to judge.")
    judged = [_judge_one(name, value, difference, tolerance) for name, value, difference in gradients]
    notes = tuple(note for one in judged for note in one.notes)
    signal = any(one.has_signal for one in judged)
    wrong = [one for one in judged if one.feedback]
    if not wrong:
        return GradientVerdict(True, "", notes, None, signal)
    rows = sorted((row for one in wrong for row in one.rows), key=lambda row: -row[0])
    mismatch = replace(wrong[0].mismatch, gradient=tuple(row for _, row in rows[:ROWS]))
    feedback = wrong[0].feedback
    feedback += _listed("Also wrong", [one.mismatch.output for one in wrong[1:]])
    feedback += _listed("Right", [one.mismatch.output for one in judged if not one.feedback])
    return GradientVerdict(False, feedback, notes, mismatch, signal)


@dataclass(frozen=True)
class _One:
    """One gradient judged; `feedback` is empty when it is right. Each row stands with its error / allowed."""

    mismatch: Mismatch
    feedback: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[tuple[float, GradientRow], ...] = ()
    has_signal: bool = False


def _judge_one(name: str, value: Value | None, difference: Numerical, tolerance: Tolerance) -> _One:
    expected = difference.values
    nothing = Mismatch(name, "gradient", expected_shape=expected.shape)
    fitted = fit(name, value, expected)
    if isinstance(fitted, Comparison):
        return _One(fitted.mismatch or nothing, fitted.feedback, fitted.notes)
    if difference.problem:
        return _One(nothing, difference.problem, fitted.notes)
    greatest = float(np.abs(expected).max(initial=0.0))
    if difference.floor > max(tolerance.atol, HIDDEN * greatest):
        text = f"The forward values are so large that rounding hides their change: {name} cannot be judged."
        return _One(nothing, text, fitted.notes)
    widened = Tolerance(tolerance.rtol, tolerance.atol + difference.floor)
    signal = greatest > widened.atol + widened.rtol * greatest
    distance = measure(fitted.array, expected, widened)
    if not distance.bad.any():
        return _One(nothing, "", fitted.notes, has_signal=signal)
    rows = _rows(name, fitted.array, expected, distance)
    mismatch = _mismatch(name, fitted.array, expected, widened, distance)
    return _One(mismatch, _say(name, distance, rows[0][1]), fitted.notes, rows, signal)


def _rows(name: str, analytic: AnyArray, expected: Array, distance: Distance) -> Rows:
    """Return the worst entries, worst first."""
    order = np.lexsort((distance.error, distance.ratio))[::-1]
    worst = order[distance.bad[order]][:ROWS]
    return tuple((float(distance.ratio[k]), _row(name, analytic, expected, int(k))) for k in worst)


def _row(name: str, analytic: AnyArray, expected: Array, entry: int) -> GradientRow:
    index = tuple(int(i) for i in np.unravel_index(entry, expected.shape))
    a, n = analytic[index], expected[index]
    return GradientRow(name, index, number(a), number(n), number(relative_error(float(a), float(n))))
