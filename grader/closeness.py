"""Measure how far numbers lie from the expected ones: |actual - expected| <= atol + rtol * |expected|.

Pure arithmetic on arrays of equal shape, of any bool, integer, float or complex dtype, without overflow,
wrap-around or warning. A NaN belongs only where NaN is expected, an infinity only where the same infinity is;
-0.0 equals 0.0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from grader.rubric import Tolerance
    from grader.values import Array

FLOAT64 = np.dtype(np.float64)
PICTURE_ROWS, PICTURE_COLUMNS = 24, 32
PICTURE_CAP = 1e9  # stands for every greater ratio, and for what is not finite

# Beyond HUGE a difference or a complex modulus may overflow: such entries are scaled by a power of 2 first.
_HUGE, _SCALE = 1e300, 2.0**-64


class Distance(NamedTuple):
    """How far each entry lies from the expected one. All arrays are 1-d, in C order."""

    error: Array  # |actual - expected|; inf where one of them is not finite and they differ
    allowed: Array  # atol + rtol * |expected|
    ratio: Array  # error / allowed; inf where nothing is allowed
    bad: npt.NDArray[np.bool_]  # not within the tolerance
    nonfinite: npt.NDArray[np.bool_]  # bad, and actual or expected is NaN or infinite

    @property
    def first(self) -> int:
        """Return the first bad entry."""
        return int(np.argmax(self.bad))

    @property
    def worst(self) -> int:
        """Return the bad entry of the greatest ratio; of equal ones, that of the greatest error."""
        ratio = np.where(self.bad, self.ratio, -1.0)
        return int(np.argmax(np.where(ratio == ratio.max(), self.error, -1.0)))

    @property
    def greatest(self) -> float:
        """Return the greatest ratio, 0 of no entries."""
        return float(self.ratio.max(initial=0.0))


def plainly_close(actual: Array, expected: Array, tolerance: Tolerance, share: float = 1.0) -> bool:
    """Tell quickly whether finite float64 arrays of one shape are close; False may only mean: look again.

    With `share` only that part of the tolerance is allowed. `error - allowed` is NaN, and so never at most 0, whenever
    both are infinite.
    """
    if actual.dtype != FLOAT64 or expected.dtype != FLOAT64 or actual.shape != expected.shape:
        return False
    with np.errstate(all="ignore"):
        excess = np.abs(actual - expected) - (share * tolerance.atol + share * tolerance.rtol * np.abs(expected))
        return bool((excess <= 0.0).all())


def close(actual: Array, expected: Array, tolerance: Tolerance) -> npt.NDArray[np.bool_]:
    """Tell for each entry of arrays of one shape whether it is within the tolerance."""
    if plainly_close(actual, expected, tolerance):
        return np.ones(expected.shape, dtype=np.bool_)
    return ~measure(actual, expected, tolerance).bad.reshape(expected.shape)


def measure(actual: Array, expected: Array, tolerance: Tolerance) -> Distance:
    """Measure each entry of `actual` against that of `expected`, an array of the same shape."""
    dtype = _exact_dtype(actual, expected)
    with np.errstate(all="ignore"):
        a, e = actual.ravel().astype(dtype), expected.ravel().astype(dtype)
        scale = np.where(np.maximum(np.abs(a), np.abs(e)) > _HUGE, _SCALE, 1.0)
        error = np.abs(a * scale - e * scale)
        allowed = tolerance.atol * scale + tolerance.rtol * np.abs(e * scale)
        finite = np.isfinite(a) & np.isfinite(e)
        bad = np.where(finite, error > allowed, ~_identical(a, e))
        error = np.where(finite, error, np.where(bad, np.inf, 0.0))
        ratio = np.where(error > 0, error / allowed, 0.0)
        ratio = np.where(bad & ~finite, np.inf, ratio)
        return Distance(error / scale, allowed / scale, ratio, bad, bad & ~finite)


def picture(ratio: Array, shape: tuple[int, ...]) -> tuple[tuple[float, ...], ...] | None:
    """Draw error / allowed over the last two axes of `shape` as a grid of finite numbers; None if empty.

    Earlier axes and blocks of neighbours take their maximum. A 1-d array is one row.
    """
    if ratio.size == 0:
        return None
    rows, columns = (1, 1, *shape)[-2:]
    grid = np.nan_to_num(ratio, nan=PICTURE_CAP).clip(0.0, PICTURE_CAP).astype(np.float64)
    grid = grid.reshape(-1, rows, columns).max(axis=0)
    for axis, (size, most) in enumerate(((rows, PICTURE_ROWS), (columns, PICTURE_COLUMNS))):
        blocks = min(size, most)
        grid = np.maximum.reduceat(grid, np.arange(blocks) * size // blocks, axis=axis)
    return tuple(tuple(float(f"{cell:.3g}") for cell in row) for row in grid)


def _exact_dtype(*arrays: Array) -> np.dtype[np.generic]:
    """Choose a float or complex dtype that holds every value exactly: 64-bit integers need a long double."""
    wide = any(x.dtype.char in "gG" or (x.dtype.kind in "iu" and x.dtype.itemsize > 4) for x in arrays)
    if any(x.dtype.kind == "c" for x in arrays):
        return np.dtype(np.clongdouble if wide else np.complex128)
    return np.dtype(np.longdouble if wide else np.float64)


def _identical(actual: Array, expected: Array) -> npt.NDArray[np.bool_]:
    if actual.dtype.kind == "c":
        return _identical(actual.real, expected.real) & _identical(actual.imag, expected.imag)
    return np.asarray((actual == expected) | (np.isnan(actual) & np.isnan(expected)))
