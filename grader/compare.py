"""Compare what came back with what was expected: type, shape, finiteness, then values; and say it plainly.

Strict where `numpy.allclose` is lenient (nothing broadcasts), lenient where the mathematics does not care (a
list, an integer 0 for 0.0, a leading unit axis), and then with a note. Nothing that came back makes it raise.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from grader.closeness import Distance, close, measure, picture, plainly_close
from grader.near import LEAST
from grader.score import Mismatch, Place
from grader.values import Fault, at, distinct, number, numbers, quoted, taken_as, without_unit_axes

if TYPE_CHECKING:
    from grader.rubric import Tolerance
    from grader.sandbox.reply import Value
    from grader.values import Array

__all__ = ["Comparison", "Fitted", "close", "compare", "fit"]

UnitAxes = Literal["note", "fixed"]
Notes = tuple[str, ...]
_KINDS = {"b": "bool", "i": "integer", "u": "integer", "f": "float", "c": "complex"}


@dataclass(frozen=True)
class Comparison:
    """Whether an output is as expected. `feedback` is empty when it is; `mismatch` tells where it is not.

    `ratio` is the greatest error / allowed: 0 also when it is quickly seen to be below a half, inf where values could
    not be compared.
    """

    ok: bool
    feedback: str = ""
    notes: tuple[str, ...] = ()
    mismatch: Mismatch | None = None
    ratio: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Fitted:
    """An output as an array of the expected shape, with notes of what was overlooked to make it so."""

    array: Array
    notes: tuple[str, ...] = ()


_EQUAL = Comparison(True)


def compare(
    name: str, actual: Value | None, expected: Array, tolerance: Tolerance, unit_axes: UnitAxes = "note"
) -> Comparison:
    """Compare one output with the expected array, entry by entry.

    With `unit_axes="note"` leading axes of length one may be more or fewer; with `"fixed"` they count.
    """
    plain = actual.array if actual is not None and actual.kind == "array" else None
    if plain is not None and plainly_close(plain, expected, tolerance, share=LEAST):
        return _EQUAL  # nearly always: one vectorised expression
    fitted = fit(name, actual, expected, unit_axes)
    if isinstance(fitted, Comparison):
        return fitted
    distance = measure(fitted.array, expected, tolerance)
    if not distance.bad.any():
        return Comparison(True, notes=fitted.notes, ratio=distance.greatest)
    return _differing(name, fitted, expected, tolerance, distance)


def fit(name: str, actual: Value | None, expected: Array, unit_axes: UnitAxes = "note") -> Fitted | Comparison:
    """Take an output as an array of the expected shape, or say what is wrong with its type or shape."""
    array = numbers(name, actual)
    if isinstance(array, Fault):
        return _misfit(name, array, None, expected, ())
    notes = taken_as(name, actual)
    if array.shape != expected.shape:
        unit = without_unit_axes(array.shape) == without_unit_axes(expected.shape)
        if not unit or unit_axes == "fixed":
            fault = Fault("shape", _shapes(quoted(name), array.shape, expected.shape))
            return _misfit(name, fault, array, expected, notes)
        notes += (f"{quoted(name)} has shape {array.shape} for {expected.shape}; the values were compared.",)
        array = array.reshape(expected.shape)
    if array.dtype.kind == "c" and expected.dtype.kind != "c":
        if array.imag.any():
            fault = Fault("type", f"{quoted(name)} holds complex numbers; real ones are expected.")
            return _misfit(name, fault, array, expected, notes)
        notes += (f"{quoted(name)} is complex with imaginary parts of zero; the real parts were compared.",)
        return Fitted(array.real, notes)
    if actual is not None and actual.kind not in {"list", "scalar"}:
        notes += _dtype_note(quoted(name), array.dtype, expected.dtype)
    return Fitted(array, notes)


def _misfit(name: str, fault: Fault, array: Array | None, expected: Array, notes: Notes) -> Comparison:
    shape = None if array is None else array.shape
    mismatch = Mismatch(name, fault.kind, actual_shape=shape, expected_shape=expected.shape)
    return Comparison(False, fault.text, notes, mismatch, math.inf)


def _shapes(name: str, actual: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """Say both shapes, and how the one could have come from the other."""
    text = f"{name} has shape {actual}; {expected} is expected."
    if without_unit_axes(actual) == without_unit_axes(expected):
        return f"{text} Leading axes of length one count here."
    if actual == expected[::-1]:
        return f"{text} It looks transposed."
    pairs = zip(reversed(actual), reversed(expected), strict=False)
    if all(m == n or 1 in (m, n) for m, n in pairs):
        return f"{text} {actual} would broadcast against {expected}; it is not the same."
    return text


def _dtype_note(name: str, actual: np.dtype[Any], expected: np.dtype[Any]) -> Notes:
    """Note another kind of number, or a float of less precision."""
    less = actual.kind == expected.kind == "f" and actual.itemsize < expected.itemsize
    if _KINDS[actual.kind] == _KINDS[expected.kind] and not less:
        return ()
    return (f"{name} has dtype {actual} for {expected}; the values were compared.",)


def _differing(name: str, fitted: Fitted, expected: Array, tolerance: Tolerance, distance: Distance) -> Comparison:
    """Explain values that differ, first those that are not finite: the others may follow from them."""
    nonfinite = bool(distance.nonfinite.any())
    wrong = distance.nonfinite if nonfinite else distance.bad
    actual = fitted.array
    first, worst = (_Spot(actual, expected, distance, k) for k in (int(np.argmax(wrong)), distance.worst))
    if nonfinite:
        say = _say_nonfinite(quoted(name), actual, wrong, first)
    else:
        say = _say_values(quoted(name), distance, first, worst)
    mismatch = Mismatch(
        name,
        "nonfinite" if nonfinite else "values",
        count=int(np.count_nonzero(wrong)),
        size=expected.size,
        actual_shape=actual.shape,
        expected_shape=expected.shape,
        rtol=tolerance.rtol,
        atol=tolerance.atol,
        first=first.place(),
        worst=worst.place(),
        picture=picture(distance.ratio, expected.shape),
    )
    return Comparison(False, say, fitted.notes, mismatch, distance.greatest)


class _Spot:
    """One entry that differs."""

    def __init__(self, actual: Array, expected: Array, distance: Distance, entry: int) -> None:
        self.index = tuple(int(i) for i in np.unravel_index(entry, expected.shape))
        self.actual, self.expected = actual[self.index], expected[self.index]
        self.error, self.allowed = distance.error[entry], distance.allowed[entry]

    def place(self) -> Place:
        values = (self.actual, self.expected, self.error, self.allowed)
        return Place(self.index, *(number(value) for value in values))

    def values(self) -> str:
        actual, expected = distinct(self.actual, self.expected)
        return f"actual {actual}, expected {expected}"

    def off(self) -> str:
        error, allowed = distinct(self.error, self.allowed, 3)
        return f"{self.values()} (off by {error}, allowed {allowed})"


def _say_nonfinite(name: str, actual: Array, wrong: Array, first: _Spot) -> str:
    if actual.size == 1:
        return f"{name}: {first.values()}."
    values = actual.ravel()[wrong]
    kinds = ((np.count_nonzero(np.isnan(values)), "NaN"), (np.count_nonzero(np.isinf(values)), "inf"))
    found = ", ".join(f"{count} {word}" for count, word in kinds if count)
    count = np.count_nonzero(~np.isfinite(values)) or values.size
    what = f"not finite ({found})" if found else "finite and should not be"
    share = f"{count} of {actual.size} values in {name} {'is' if count == 1 else 'are'} {what}"
    return f"{share}. First at {at(first.index)}: {first.values()}."


def _say_values(name: str, distance: Distance, first: _Spot, worst: _Spot) -> str:
    count, size = int(np.count_nonzero(distance.bad)), distance.bad.size
    if size == 1:
        return f"{name}: {first.off()}."
    if count == 1:
        return f"1 of {size} values differs in {name}, at {at(first.index)}: {first.off()}."
    share = f"All {size} values differ" if count == size else f"{count} of {size} values differ"
    if first.index == worst.index:
        return f"{share} in {name}. First and worst at {at(first.index)}: {first.off()}."
    return (
        f"{share} in {name}. First at {at(first.index)}: {first.values()}. Worst at {at(worst.index)}: {worst.off()}."
    )
