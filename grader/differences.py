"""Central differences, formed from plain forward values.

A child is sent perturbed copies of an input and returns what its forward pass makes of them. For entry x_k,

    n_k = (f(x + h e_k) - f(x - h e_k)) / ((x_k + h) - (x_k - h)),

where the divisor is the distance really made in floating point, not 2 h. Every entry is perturbed: one random
direction misses an error of 1 % in one entry about every fourth time.

How far n may lie from a right gradient: by truncation h^2 |f'''| / 6, some 1e-11 for h = 1e-5; by
rounding, since every forward value carries a relative error of about eps = 2.2e-16, the difference of two
is off by up to 2 eps |f|, and so the quotient by eps |f| / h, its *floor*, where |f| sums the absolute
values that f adds up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import numpy.typing as npt

from grader.errors import CourseError
from grader.values import without_unit_axes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Reduce = Literal["sum", "elementwise"]
Array = npt.NDArray[np.float64]

EPS = float(np.finfo(np.float64).eps)
LARGEST = 2048  # entries of one input: its sweep is then 64 MiB


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
    """A central difference in the shape of its input, with its rounding floor; or why there is none."""

    values: Array
    floor: float = 0.0
    problem: str = ""


def plan(inputs: Mapping[str, Any], wrt: Mapping[str, str], reduce: Reduce, step: float) -> tuple[Sweep, ...]:
    """Perturb every array named in `wrt`, in double precision; a list of arrays gives one sweep for each."""
    return tuple(
        Sweep(path, _perturbed(path, array, reduce, step)) for name in wrt for path, array in _arrays(inputs, name)
    )


def numerical(sweep: Sweep, forward: npt.NDArray[Any], reduce: Reduce, step: float) -> Numerical:
    """Form the central difference from the forward values of a sweep, (2n, *output) or (2, *output).

    "sum" differentiates the sum of the output by each entry of the input in turn. "elementwise"
    differentiates output i by input i, all at once; it is meant for functions whose output i depends on
    input i alone. Forward values that do not fit give a `problem`, never an exception.
    """
    shape = sweep.values.shape[1:]
    problem = _unfit(sweep, forward, reduce)
    if problem:
        return Numerical(np.full(shape, np.nan), problem=problem)
    half = len(sweep.values) // 2
    with np.errstate(all="ignore"):
        plus, minus = forward[:half].astype(np.float64), forward[half:].astype(np.float64)
        rise, run = plus - minus, sweep.values[:half] - sweep.values[half:]
        size = np.maximum(np.abs(plus), np.abs(minus))
        if reduce == "sum":  # in row k of `run`, only entry k is not zero
            rise, run, size = (part.sum(axis=tuple(range(1, part.ndim))) for part in (rise, run, size))
        quotient = rise.reshape(shape) / run.reshape(shape)
    if not np.isfinite(quotient).all():
        return Numerical(quotient, problem=f"The central difference by {sweep.path} is not finite.")
    return Numerical(quotient, floor=EPS * float(size.max(initial=0.0)) / step)


def _unfit(sweep: Sweep, forward: npt.NDArray[Any], reduce: Reduce) -> str:
    """Say why these forward values give no central difference."""
    shape = sweep.values.shape[1:]
    if forward.dtype.kind not in "biuf" or forward.ndim == 0 or len(forward) != len(sweep.values):
        return f"The forward pass does not give one array of numbers for every perturbed {sweep.path}."
    output = forward.shape[1:]
    if reduce == "elementwise" and without_unit_axes(output) != without_unit_axes(shape):
        return f"The forward pass gives shape {output} for {sweep.path} {shape}; the same is expected."
    if not np.isfinite(forward).all():
        return f"The forward pass gives values that are not finite near {sweep.path}."
    return ""


def _arrays(inputs: Mapping[str, Any], name: str) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of one input with their paths: a list of arrays is many, a list of numbers is one."""
    if name not in inputs:
        raise CourseError(f"A gradient check differentiates by {name!r}, which is no input of its probe.")
    value = inputs[name]
    if isinstance(value, list | tuple) and any(isinstance(entry, np.ndarray) for entry in value):
        for i, entry in enumerate(value):
            yield f"{name}[{i}]", _doubles(f"{name}[{i}]", entry)
    else:
        yield name, _doubles(name, value)


def _doubles(path: str, value: Any) -> Array:
    try:
        array = np.asarray(value)
    except ValueError:  # nested lists of unequal lengths
        array = np.asarray(None)
    if array.dtype.kind not in "biuf":
        raise CourseError(f"A gradient check differentiates by {path!r}, which does not hold real numbers.")
    return array.astype(np.float64)


def _perturbed(path: str, array: Array, reduce: Reduce, step: float) -> Array:
    if reduce == "elementwise":
        return np.stack([array + step, array - step])
    n = array.size
    if n > LARGEST:
        raise CourseError(f"A gradient check by {path!r} has {n} entries; at most {LARGEST} are affordable.")
    each = step * np.eye(n).reshape(n, *array.shape)
    return np.concatenate([array + each, array - each])
