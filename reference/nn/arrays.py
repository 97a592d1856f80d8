"""Name the types of the package, and the few functions that NumPy does not give for complex arrays.

`np.abs`, `np.maximum` and `np.logaddexp` drop the imaginary part or refuse it. The ones here decide by the
real part, so away from a kink they are analytic and f(x + ih) = f(x) + ih f'(x): a complex step can check
every derivative to rounding (Squire and Trapp, SIAM Review 40, 1998). On real arrays they are the functions
we know.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]  # float64, or complex128 under a complex step
Vjp: TypeAlias = Callable[[Array], Array]  # dL/doutput -> dL/dinput
Activation: TypeAlias = Callable[[Array], tuple[Array, Vjp]]  # z -> y, vjp
Criterion: TypeAlias = Callable[[Array, Array], tuple[Array, Vjp]]  # prediction, target -> loss, vjp

TINY = 1e-300  # the smallest probability that a logarithm or a division sees


def absolute(z: Array) -> Array:
    """Return |z|, elementwise."""
    return np.where(z.real < 0, -z, z)


def positive_part(z: Array) -> Array:
    """Return max(0, z), elementwise."""
    return np.where(z.real > 0, z, 0.0)


def softplus(z: Array) -> Array:
    """Return log(1 + exp(z)) = logaddexp(0, z), elementwise, without overflow."""
    return positive_part(z) + np.log1p(np.exp(-absolute(z)))


def log_softmax(z: Array) -> Array:
    """Return z - log sum exp(z) over the last axis, shifted by the maximum so that no exp overflows."""
    shifted: Array = z - z.real.max(axis=-1, keepdims=True)
    log_sum: Array = np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return shifted - log_sum


def at_least_tiny(p: Array) -> Array:
    """Return p, or TINY where p is smaller: 0 log 0 is 0 then, and x / 0 is large and finite."""
    return np.where(p.real > TINY, p, TINY)


def log(p: Array) -> Array:
    """Return the logarithm of a probability; that of 0 is about -691, not minus infinity."""
    return np.log(at_least_tiny(p))
