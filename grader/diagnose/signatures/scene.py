"""One observation, made ready for comparing: real numbers, what is wrong where, and what would explain it.

What explains a wrong output must come far nearer to it than the expected one does: within ten tolerances, and within a
thousandth of the error that it explains. So numbers that are small beside the tolerance are no evidence for anything.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.arrays import Named, Size, named, real, scalars, sizes
from grader.diagnose.signatures.words import Array, Observation, Signature, called, rank
from grader.values import without_unit_axes

if TYPE_CHECKING:
    from collections.abc import Callable

SLACK = 10.0  # tolerances within which an explanation may lie
EXACT = 1e-12  # what double precision may lose
SHARE = 1e-3  # of the error that it explains
FEW = 3  # wrong entries that are no evidence yet, counted up to here; whole numbers agree more easily
FEW_WHOLE = 8
PROBES = 16  # entries that are looked at before all are
ROUNDING = {"float16": 2e-3, "float32": 1e-6}


class Scene:
    """An observation of real numbers. `actual` has the expected shape if it differs by leading unit axes only."""

    def __init__(self, seen: Observation, actual: Array, expected: Array):
        self.seen, self.expected = seen, expected
        alike = without_unit_axes(actual.shape) == without_unit_axes(expected.shape)
        self.actual = actual.reshape(expected.shape) if alike else actual
        self.misshapen = not alike
        self.name = called(seen.output)
        self.mine = f"Your {self.name}"
        self.tolerance = seen.tolerance

    @classmethod
    def of(cls, seen: Observation) -> Scene | None:
        """Return the scene of an observation; None when it has no real numbers to look at."""
        actual, expected = real(seen.actual), real(seen.expected)
        if actual is None or expected is None or not actual.size or not expected.size:
            return None
        return cls(seen, actual, expected)

    def tell(
        self, identity: str, text: str, *, general: str = "", reading: str = "", certain: bool = False
    ) -> Signature:
        """Return a signature. `certain` ones are plain to see in any case, however few its numbers."""
        lone = None if certain else self.lone
        return Signature(identity, text, rank(identity), self.seen.output, general or text, reading, lone)

    # --- what is wrong; for arrays of the expected shape ------------------------------------------------

    @cached_property
    def error(self) -> Array:
        """Return |actual - expected|."""
        return np.asarray(np.abs(self.actual - self.expected))

    @cached_property
    def bad(self) -> Array:
        """Tell for each entry whether it is wrong."""
        same = (self.actual == self.expected) | (np.isnan(self.actual) & np.isnan(self.expected))
        return np.asarray(~same & ~(self.error <= self.tolerance.atol + self.tolerance.rtol * np.abs(self.expected)))

    @cached_property
    def finite(self) -> bool:
        """Tell whether all numbers are finite, those that came and those expected."""
        return bool(np.isfinite(self.error).all())

    @cached_property
    def lone(self) -> float | None:
        """Return None when the wrong entries alone are evidence, else a number that tells cases apart."""
        if self.misshapen:
            return None
        wrong = self.actual[self.bad]
        few = FEW_WHOLE if whole(self.actual) and whole(self.expected) else FEW
        if wrong.size >= few and varied(wrong):
            return None
        return float(np.nan_to_num(self.expected).sum())

    # --- what explains it -------------------------------------------------------------------------------

    @cached_property
    def near(self) -> Array:
        """Return how near an explanation must come to each entry of `actual`, flat."""
        size, error = np.abs(self.actual).ravel(), self.error.ravel()
        exact = ROUNDING.get(self.seen.actual.dtype.name, EXACT) * size.max()
        allowed = np.maximum(SLACK * (self.tolerance.atol + self.tolerance.rtol * size), exact)
        wrong = error[self.bad.ravel()]
        middle = np.partition(wrong, wrong.size // 2)[wrong.size // 2]
        return np.asarray(np.minimum(allowed, SHARE * np.maximum(error, middle)))

    @cached_property
    def probes(self) -> Array:
        """Return the flat indices of a few entries, half of them wrong."""
        wrong = np.flatnonzero(self.bad)
        spread = [np.linspace(0, size - 1, PROBES // 2).astype(int) for size in (wrong.size, self.bad.size)]
        return np.concatenate([wrong[spread[0]], spread[1]])

    def explains(self, candidate: Array) -> bool:
        """Tell whether `actual` is this array, as far as can be told."""
        if candidate.shape != self.actual.shape:
            return False
        return self.matches(lambda entries: entries, candidate)

    def matches(self, function: Callable[..., Array], *arrays: Array) -> bool:
        """Tell whether `actual` is a function of arrays of its shape, entry by entry."""
        if not np.all(np.abs(self._few - function(*map(self.few, arrays))) <= self._few_near):
            return False
        return bool(np.all(np.abs(self.actual - function(*arrays)).ravel() <= self.near))

    def few(self, array: Array) -> Array:
        """Return the few entries of an array of the expected shape that are looked at first."""
        return np.asarray(array[self._probed])

    @cached_property
    def _probed(self) -> tuple[Array, ...]:
        return np.unravel_index(self.probes, self.actual.shape)

    @cached_property
    def _few(self) -> Array:
        return self.few(self.actual)

    @cached_property
    def _few_near(self) -> Array:
        return self.near[self.probes]

    def same(self, left: Array, right: Array) -> bool:
        """Tell whether two arrays of one shape are equal within the tolerance and there is something in them."""
        if left.shape != right.shape:
            return False
        size = np.abs(right)
        allowed = np.maximum(SLACK * (self.tolerance.atol + self.tolerance.rtol * size), EXACT * size)
        return bool(np.all(np.abs(left - right) <= np.minimum(allowed, SHARE * size.max())) and size.any())

    def mended(self, repaired: Array) -> bool:
        """Tell whether what came would be right with this made of it, and was wrong in several ways."""
        size = np.abs(self.expected)
        allowed = np.maximum(SLACK * (self.tolerance.atol + self.tolerance.rtol * size), EXACT * size)
        near = np.abs(self.expected - repaired) <= np.minimum(allowed, SHARE * np.maximum(self.error, size.mean()))
        return bool(near.all() and (self.expected.size == 1 or varied(self.expected)))

    def right(self, mask: Array) -> bool:
        """Tell whether the entries of a mask are right."""
        return not self.bad[mask].any()

    # --- what is known of the case ----------------------------------------------------------------------

    @cached_property
    def inputs(self) -> list[Named]:
        """Return the arrays that went in."""
        return named(self.seen.inputs, "the input {}")

    @cached_property
    def others(self) -> list[Named]:
        """Return what is expected of the other outputs of the case, those aside that are inputs."""
        apart = {name: array for name, array in self.seen.others.items() if name not in self.seen.inputs}
        return [one._replace(phrase=f"the expected {called(one.name)}") for one in named(apart, "{}")]

    @cached_property
    def own(self) -> dict[str, Array]:
        """Return what came of the other outputs."""
        return {one.name: one.array for one in named(self.seen.own, "{}")}

    @cached_property
    def arrays(self) -> list[Named]:
        """Return what went in and what else should come out."""
        return [*self.inputs, *self.others]

    @cached_property
    def alike(self) -> list[Named]:
        """Return the arrays of the expected shape."""
        found = [one for one in self.arrays if one.array.size == self.expected.size]
        return [one for one in (_as_shape(one, self.expected.shape) for one in found) if one is not None]

    @cached_property
    def fitting(self) -> list[Named]:
        """Return the arrays that could be added to the output, or that could scale it: repeated to its shape."""
        found = (_as_shape(one, self.expected.shape) for one in self.arrays)
        return [one for one in found if one is not None]

    @cached_property
    def sizes(self) -> list[Size]:
        """Return N, K and so on."""
        return sizes(self.seen.inputs, self.expected)

    @cached_property
    def scalars(self) -> dict[str, float]:
        """Return the single numbers that went in."""
        return scalars(self.seen.inputs)


def varied(values: Array) -> bool:
    """Tell whether there are at least three different numbers."""
    low, high = values.min(), values.max()
    margin = 1e-9 * max(abs(low), abs(high))
    return bool(np.any((values > low + margin) & (values < high - margin)))


def whole(values: Array) -> bool:
    """Tell whether all are whole numbers."""
    return bool(np.all(values == np.rint(values)))


def _as_shape(one: Named, shape: tuple[int, ...]) -> Named | None:
    """Return an array repeated to `shape`; one number for each row is repeated along the row."""
    array = one.array
    if array.shape == shape:
        return one
    if array.ndim == 1 and len(shape) > 1 and array.size == shape[0] != shape[-1]:
        array = array.reshape(-1, *(1,) * (len(shape) - 1))
    if without_unit_axes(array.shape) == without_unit_axes(shape):
        return one._replace(array=array.reshape(shape))
    axes = zip(reversed(array.shape), reversed(shape), strict=False)
    if array.ndim <= len(shape) and all(m in {1, n} for m, n in axes):
        return one._replace(array=np.broadcast_to(array, shape))
    return None
