"""One observation, made ready for comparing: real numbers, what is wrong where, and what would explain it.

What explains a wrong output must come far nearer to it than the expected one does: within ten tolerances, and within a
thousandth of the error that it explains. So numbers that are small beside the tolerance are no evidence for anything.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.arrays import Named, Shelf, as_shape, real
from grader.diagnose.signatures.known import Known
from grader.diagnose.signatures.words import Array, Observation, Signature, rank
from grader.values import without_unit_axes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SLACK = 10.0  # tolerances within which an explanation may lie
EXACT = 1e-12  # what double precision may lose
SHARE = 1e-3  # of the error that it explains
FEW = 3  # wrong entries that are no evidence yet, counted up to here; whole numbers agree more easily
FEW_WHOLE = 10
PROBES = 16  # entries that are looked at before all are
ROUNDING = {"float16": 2e-3, "float32": 1e-6}


class Scene(Known):
    """An observation of real numbers. `actual` has the expected shape if it differs by leading unit axes only."""

    def __init__(self, seen: Observation, actual: Array, expected: Array):
        super().__init__(seen, expected)
        alike = without_unit_axes(actual.shape) == without_unit_axes(expected.shape)
        self.actual = actual
        if alike:  # a single number is taken as an array of one, so that all that follows may index
            self.expected = np.atleast_1d(expected)
            self.actual = actual.reshape(self.expected.shape)
        self.misshapen = not alike

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
    def blank(self) -> bool:
        """Tell whether `actual` is one number throughout where there should be several, or zero."""
        low, high = self.actual.min(), self.actual.max()
        return bool(low == high and (low == 0 or self.expected.min() < self.expected.max()))

    @cached_property
    def few_are(self) -> int:
        """Return how many wrong entries it takes to be evidence."""
        return FEW_WHOLE if whole(self.actual) and whole(self.expected) else FEW

    @cached_property
    def apart(self) -> bool:
        """Tell whether some entries are right, and not by chance: the errors of the wrong ones are far greater."""
        wrong, right = self.error[self.bad], self.error[~self.bad]
        return bool(wrong.size >= self.few_are and right.size and right.max() <= SHARE * np.median(wrong))

    @cached_property
    def lone(self) -> float | None:
        """Return None when the wrong entries alone are evidence, else a number that tells cases apart."""
        if self.misshapen:
            return None
        wrong = self.actual[self.bad]
        if wrong.size >= self.few_are and varied(wrong):
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
        telling = np.minimum(np.maximum(error, middle), np.maximum(size, size.mean()))
        return np.asarray(np.minimum(allowed, SHARE * telling))

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
        few = np.abs(self._few - function(*map(self.few, arrays))) <= self._few_near
        return bool(few.all() and np.all(np.abs(self.actual - function(*arrays)).ravel() <= self.near))

    def among(self, function: Callable[[Array, Array], Array], shelf: Shelf) -> list[Named]:
        """Return the arrays x of which `actual` is function(expected, x), entry by entry."""
        if not shelf.ones:
            return []
        few = np.abs(self._few - function(self.few(self.expected), shelf.few)) <= self._few_near
        hits = (shelf.ones[place] for place in np.flatnonzero(few.all(axis=-1)))
        return [one for one in hits if self.matches(function, self.expected, one.array)]

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

    def mended(self, function: Callable[[Array], Array]) -> bool:
        """Tell whether what came would be right with a function applied, entry by entry."""
        few = self._close(function(self._few), self.few(self.expected))
        return few and self.mends(function(self.actual))

    def mends(self, repaired: Array) -> bool:
        """Tell whether what was made of `actual` is right, and is no single number repeated."""
        return self._close(repaired, self.expected) and (self.expected.size == 1 or varied(self.expected))

    def _close(self, repaired: Array, expected: Array) -> bool:
        room = np.maximum(SLACK * (self.tolerance.atol + self.tolerance.rtol * np.abs(expected)), EXACT)
        telling = min(float(self.error.max()), float(np.abs(self.expected).mean()))
        return bool(np.all(np.abs(repaired - expected) <= np.minimum(room, SHARE * telling)))

    @cached_property
    def alike(self) -> Shelf:
        """Return the arrays of the expected shape that are not the expected one by another name."""
        return self._shelf(one for one in self.arrays if one.array.size == self.expected.size)

    @cached_property
    def fitting(self) -> Shelf:
        """Return the arrays that could be added to the output, or that could scale it: repeated to its shape."""
        return self._shelf(one for one in self.arrays if one.array.size > 1)

    def _shelf(self, ones: Iterable[Named]) -> Shelf:
        found = (as_shape(one, self.expected.shape) for one in ones)
        shaped = [one for one in found if one is not None and not np.array_equal(one.array, self.expected)]
        return Shelf(shaped, np.array([self.few(one.array) for one in shaped]))


def varied(values: Array) -> bool:
    """Tell whether there are at least three different numbers."""
    low, high = values.min(), values.max()
    margin = 1e-9 * max(abs(low), abs(high))
    return bool(np.any((values > low + margin) & (values < high - margin)))


def whole(values: Array) -> bool:
    """Tell whether all are whole numbers."""
    return bool(np.all(values == np.rint(values)))
