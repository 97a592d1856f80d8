"""Prints: a few numbers by which an output is known again, so that thousands of wrong ones can be kept and compared.

The print of an array is its shape, its size, its norm and its inner products with a few fixed random vectors. Two
arrays whose entries agree within a tolerance have prints that agree within a few times that; for others it takes a
coincidence. What is no array has a word for a print: "none", "absent", or the exception that came in its place.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.values import without_unit_axes

if TYPE_CHECKING:
    import numpy.typing as npt

    from grader.rubric import Tolerance
    from grader.sandbox.reply import Failure, Reply, Value
    from grader.values import Array

    Floats = npt.NDArray[np.float64]

PRODUCTS = 4
COLUMNS = PRODUCTS + 2  # then the norm and the size
END = ""  # stands among the outputs of a call for how it ended
ABSENT = "absent"
MOST = 16384  # entries that are looked at
_SLACK = 6.0  # how many standard deviations an inner product with random vectors may be off
_HUGE = 1e100
_WORD = 200  # characters


class Print(NamedTuple):
    """What an output is known by: `tag` is its shape or its word, `numbers` has COLUMNS entries, all 0 for a word."""

    tag: str
    numbers: tuple[float, ...] = (0.0,) * COLUMNS

    @property
    def is_array(self) -> bool:
        """Whether there are numbers to compare."""
        return self.tag[:1] == "("


Prints = dict[str, Print]  # output -> print


def of_array(array: Array) -> Print:
    """Return the print of an array of numbers. NaN and infinities count as numbers that nobody computes.

    Of a very large one only the beginning counts, so that it takes no memory to speak of.
    """
    plain = array.reshape(-1)[:MOST]
    parts = [plain.real, plain.imag] if plain.dtype.kind == "c" else [plain]
    with np.errstate(all="ignore"):
        flat = np.concatenate([part.astype(np.float64) for part in parts])
    if not np.isfinite(flat).all():
        flat = np.nan_to_num(flat, nan=0.6180339 * _HUGE, posinf=_HUGE, neginf=-_HUGE)
    flat = np.clip(flat, -_HUGE, _HUGE)
    products = _vectors(flat.size) @ flat if flat.size else np.zeros(PRODUCTS)
    norm = math.sqrt(float(flat @ flat))
    return Print(str(without_unit_axes(array.shape)), (*map(float, products), norm, float(flat.size)))


@lru_cache(maxsize=128)
def _vectors(size: int) -> Floats:
    return np.random.default_rng(size).standard_normal((PRODUCTS, size))


def of_value(value: Value) -> Print:
    """Return the print of what came back."""
    array = value.array
    if array is None or array.dtype.kind not in "biufc":
        return Print(value.kind if value.kind != "object" else f"object {value.type}"[:_WORD])
    return of_array(array)


def of_reply(reply: Reply) -> Prints:
    """Return the prints of all outputs of a call, and how it ended if it did not end well."""
    found = {name: of_value(value) for name, value in reply.outputs.items()}
    return found | ({END: of_failure(reply.failure)} if reply.failure else {})


def of_failure(failure: Failure) -> Print:
    """Return the print of a failure: its kind and the exception, whose text is part of what it is known by."""
    return Print(f"{failure.kind} {failure.exception} {failure.detail}".strip()[:_WORD])


def agree(numbers: Floats, other: Floats, tolerance: Tolerance) -> npt.NDArray[np.bool_]:
    """Tell for each row of `numbers`, (..., COLUMNS), whether it is that of an array within tolerance of `other`'s."""
    norm, size = other[..., PRODUCTS], other[..., PRODUCTS + 1]
    allowed = tolerance.atol * np.sqrt(size) + tolerance.rtol * norm
    off = np.abs(numbers[..., :PRODUCTS] - other[..., :PRODUCTS]).max(axis=-1)
    return np.asarray((off <= _SLACK * allowed) & (numbers[..., PRODUCTS + 1] == size))


def same(one: Print, other: Print, tolerance: Tolerance) -> bool:
    """Tell whether two prints are of outputs that agree within the tolerance."""
    return one.tag == other.tag and bool(agree(np.array(one.numbers), np.array(other.numbers), tolerance))
