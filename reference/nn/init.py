"""Draw the first weights. Every function takes its generator: the same seed gives the same network."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reference.nn.arrays import Array


def normal(rng: np.random.Generator, n_in: int, n_out: int, std: float = 1.0) -> Array:
    """Return W (n_in, n_out), normal with mean 0: std 1 in CMU hw1p1, 0.1 or 10 in Toronto a1."""
    return std * rng.standard_normal((n_in, n_out))


def uniform(rng: np.random.Generator, n_in: int, n_out: int, a: float = 1e-4) -> Array:
    """Return W (n_in, n_out), uniform in [-a, a): 1e-4 in Drexel hw2, which draws b (1, n_out) so too."""
    return rng.uniform(-a, a, (n_in, n_out))


def zeros(n_out: int) -> Array:
    """Return b (1, n_out), all zero."""
    return np.zeros((1, n_out))
