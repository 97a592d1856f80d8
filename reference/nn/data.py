"""Prepare data: one-hot targets, z-scores, mini-batches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from reference.nn.arrays import Array


def one_hot(classes: Array, num_classes: int) -> Array:
    """Return the rows of the identity: integer classes (N,) -> targets (N, num_classes)."""
    return np.eye(num_classes)[classes]


def zscore(x: Array) -> Array:
    """Return (x - mean) / std of each column, std with ddof = 1; a constant column becomes zero (Drexel hw2).

    x (N, d) with N > 1.
    """
    std: Array = x.std(axis=0, ddof=1)
    centred: Array = x - x.mean(axis=0)
    return centred / np.where(std == 0, 1.0, std)


def minibatches(n: int, batch_size: int, rng: np.random.Generator) -> list[Array]:
    """Return the indices 0..n-1, shuffled and cut into batches; the last one holds what is left over."""
    return np.split(rng.permutation(n), range(batch_size, n, batch_size))
