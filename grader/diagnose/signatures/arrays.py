"""The arrays of a case by name, as real numbers; and what their sizes mean."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from grader.values import without_unit_axes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.diagnose.signatures.words import Array

LARGEST = 1_000_000  # entries; greater arrays are looked at for their shape only
_NUMBER = np.generic | int | float
MOST = 64  # arrays of a case that an output is compared with

_PARAMETER = re.compile(
    r"(?i)([wvbcu]|weight|bias|gamma|beta|theta|param|running)(?![a-z])|(weights|biases|gammas|betas)"
)
_CLASSES = re.compile(r"(?i)(labels?|logits?|one_?hot|classes)(?![a-z])")
_TARGETS = re.compile(r"(?i)(targets?|[yt]|y_?hat)(?![a-z])")
_FEATURES = re.compile(r"(?i)(xs?|inputs?|data|features|samples|batch)(?![a-z])")


class Named(NamedTuple):
    """One array of a case. `phrase` says what it is: "the input x", "the expected loss"."""

    name: str
    phrase: str
    array: Array


class Shelf(NamedTuple):
    """Arrays of one shape, and a few entries of each: (arrays, probes)."""

    ones: list[Named]
    few: Array


class Size(NamedTuple):
    """A length that outputs are divided by: its symbol, the number and what it is."""

    symbol: str
    number: int
    meaning: str


def real(value: Any) -> Array | None:
    """Return numbers as float64, or None for what is no array of real numbers."""
    array = np.asarray(value)
    if array.dtype.kind == "c" and not array.imag.any():
        array = array.real
    return array.astype(np.float64, copy=False) if array.dtype.kind in "biuf" else None


def leaves(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield all arrays and numbers by name: a list `weights` gives "weights[0]", ...; one of numbers is an array."""
    for name, value in values.items():
        if isinstance(value, list | tuple):
            if value and all(isinstance(entry, _NUMBER) for entry in value):
                yield name, np.asarray(value)
            else:
                yield from leaves({f"{name}[{place}]": entry for place, entry in enumerate(value)})
        elif isinstance(value, np.ndarray | _NUMBER) and not isinstance(value, bool):
            yield name, value


def named(values: Mapping[str, Any], phrase: str, sizes: range = range(2, LARGEST)) -> list[Named]:
    """Return the arrays among `values` that hold real, finite numbers and have so many entries."""
    found = []
    for name, value in leaves(values):
        array = real(value) if np.size(value) in sizes else None
        if array is not None and np.isfinite(array).all():
            found.append(Named(name, phrase.format(name), np.atleast_1d(array)))
        if len(found) == MOST:
            break
    return found


def scalars(values: Mapping[str, Any]) -> dict[str, float]:
    """Return the single finite numbers among `values`."""
    found = {name: real(value) for name, value in leaves(values) if np.size(value) == 1}
    return {name: float(value.ravel()[0]) for name, value in found.items() if value is not None and np.isfinite(value)}


def sizes(inputs: Mapping[str, Any], expected: Array) -> list[Size]:
    """Return what is known of N, K, D and NK, as far as the names and shapes of the inputs tell."""
    shapes = {name: np.shape(value) for name, value in leaves(inputs) if np.ndim(value) and np.size(value)}
    data = {name: shape for name, shape in shapes.items() if not _is_parameter(name)}
    N = _batch(list(data.values()))
    if N is None:
        return []
    found = [Size("N", N, "the batch size")]
    widths = {name: shape[-1] for name, shape in data.items() if len(shape) == 2 and shape[0] == N}
    for symbol, length, meaning in _widths(widths, expected, N):
        if all(symbol != other.symbol and (symbol == "K" or length != other.number) for other in found[1:]):
            found.append(Size(symbol, length, meaning))
    K = next((size for size in found if size.symbol == "K"), None)
    return [*found, Size("NK", N * K.number, f"the batch size times {K.meaning}")] if K else found


def dimensions(inputs: Mapping[str, Any], known: Sequence[Size]) -> list[Size]:
    """Return the lengths of the inputs' axes, whatever they mean, and N times these; parameters come last."""
    shapes = sorted(((name, np.shape(value)) for name, value in leaves(inputs)), key=lambda one: _is_parameter(one[0]))
    found = []
    for name, shape in shapes[:MOST]:
        for axis, length in enumerate(shape):
            symbol = f"{name}.shape[{axis}]"
            found.append(Size(symbol, length, symbol))
            found += [Size(f"(N * {symbol})", N * length, f"N * {symbol}") for _, N, _ in known[:1]]
    return [size for size in found if size.number > 1]


def _is_parameter(name: str) -> bool:
    return _PARAMETER.match(name) is not None


def _widths(widths: Mapping[str, int], expected: Array, N: int) -> Iterator[tuple[str, int, str]]:
    """Yield symbol, length and meaning of the last axes of what has a row for each sample, K first."""
    for pattern, meaning in ((_CLASSES, "the number of classes"), (_TARGETS, "the number of outputs")):
        yield from (("K", width, meaning) for name, width in widths.items() if pattern.match(name))
    if expected.ndim == 2 and expected.shape[0] == N:
        yield "K", expected.shape[1], "the length of a row"
    yield from (("D", width, "the number of features") for name, width in widths.items() if _FEATURES.match(name))


def _batch(shapes: Sequence[tuple[int, ...]]) -> int | None:
    """Return the length that most arrays share as their axis 0; of one array alone only when it is a matrix."""
    matrices = [shape for shape in shapes if len(shape) >= 2]
    counted = Counter(shape[0] for shape in shapes).most_common(1)
    if not counted:
        return None
    length, count = counted[0]
    lengthwise = Counter(shape[-1] for shape in matrices).most_common(1)
    if count == 1 and lengthwise and lengthwise[0][1] > 1:
        return lengthwise[0][0]  # samples are columns
    return length if count > 1 or length in {shape[0] for shape in matrices} else None


def as_shape(one: Named, shape: tuple[int, ...]) -> Named | None:
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
