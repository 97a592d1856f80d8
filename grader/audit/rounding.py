"""How far the reference's own outputs move when only rounding changes: that must stay far inside every tolerance.

Three ways: each input a few units in its last place off (`disturbed`), another machine's arithmetic (`ELSEWHERE`), and
single precision (`single`), which is shown only: most handouts ask for double.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.expected import Expected

if TYPE_CHECKING:
    from collections.abc import Callable

UNITS = 4.0  # in the last place: a relative noise of 1e-15 in double precision
ROUNDS = 3  # of noise

# Kernels of an old processor add up in another order and without fused steps, as two threads do; so do loops of NumPy
# and torch. What a machine does not know of this it ignores, so the least is that nothing changes.
ELSEWHERE = {
    "OPENBLAS_CORETYPE": "Nehalem",
    "OPENBLAS_NUM_THREADS": "2",
    "MKL_CBWR": "COMPATIBLE",
    "NPY_DISABLE_CPU_FEATURES": "X86_V3 X86_V4 AVX2 FMA3 AVX512F AVX512_SKX ASIMDHP ASIMDDP SVE",
    "ATEN_CPU_CAPABILITY": "default",
}


def disturbed(expected: Expected, seed: int) -> Expected:
    """Return the cases with noise of a few units in the last place of every input; the outputs stay."""
    rng = np.random.default_rng(seed)
    return _mapped(expected, lambda array: _noisy(array, rng))


def single(expected: Expected) -> Expected:
    """Return the cases with inputs in single precision; the outputs stay."""
    return _mapped(expected, lambda array: array.astype(np.float32).reshape(array.shape))


def _mapped(expected: Expected, change: Callable[[Any], Any]) -> Expected:
    cases = [
        replace(case, inputs={name: _changed(value, change) for name, value in case.inputs.items()})
        for case in expected
    ]
    return Expected(cases, expected.sha256)


def _changed(value: Any, change: Callable[[Any], Any]) -> Any:
    if isinstance(value, list | tuple):
        return [_changed(item, change) for item in value]
    if isinstance(value, float) and not value.is_integer():
        return float(change(np.asarray(value)))
    return change(value) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def _noisy(array: Any, rng: np.random.Generator) -> Any:
    """Disturb an array, equal entries alike: ties and constant columns stay what they are.

    Whole numbers stay, too: they are labels, counts, zeros and ones, which carry no rounding.
    """
    values, places = np.unique(array, return_inverse=True)
    noise = UNITS * np.finfo(array.dtype).eps * rng.uniform(-1.0, 1.0, values.shape)
    with np.errstate(all="ignore"):
        noisy = np.where(values == np.round(values), values, values * (1.0 + noise))
    return noisy[places].reshape(array.shape).astype(array.dtype)
