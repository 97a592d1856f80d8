"""Normalise over the batch (Ioffe and Szegedy, 2015; CMU hw1p1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference.nn.arrays import Array

    BatchNormVjp = Callable[[Array], tuple[Array, Array, Array]]

EPS = 1e-8  # CMU's; the paper and torch leave it open, torch's default is 1e-5


class Statistics(NamedTuple):
    """Mean and variance of each column, each (1, d)."""

    mean: Array
    var: Array


def batch_statistics(x: Array) -> Statistics:
    """Return the mean and the biased variance (divided by N) of the columns of x (N, d); algorithm 1."""
    mean = column_mean(x)
    return Statistics(mean, column_mean((x - mean) ** 2))


def initial_statistics(d: int) -> Statistics:
    """Return the running statistics before the first batch: mean zero, variance one."""
    return Statistics(np.zeros((1, d)), np.ones((1, d)))


def running_statistics(running: Statistics, batch: Statistics, alpha: float = 0.9) -> Statistics:
    """Return alpha running + (1 - alpha) batch.

    As in CMU's handout, the variance is the biased one; torch averages the unbiased one. What torch calls
    `momentum` is 1 - alpha.
    """
    return Statistics(*(alpha * old + (1 - alpha) * new for old, new in zip(running, batch, strict=True)))


def batch_norm(x: Array, gamma: Array, beta: Array, eps: float = EPS) -> tuple[Array, BatchNormVjp]:
    """Return gamma norm + beta by the batch's own statistics: train mode.

    norm = (x - mean) / sqrt(var + eps). x (N, d), gamma and beta (1, d) -> (N, d). dgamma and dbeta are sums
    over the batch. As mean and var depend on x too, dnorm loses its mean and its part along norm: the
    paper's three equations for dx (section 3), collected.
    """
    mean, var = batch_statistics(x)
    std = np.sqrt(var + eps)
    norm = (x - mean) / std

    def vjp(dy: Array) -> tuple[Array, Array, Array]:
        dnorm = dy * gamma
        dx = (dnorm - column_mean(dnorm) - norm * column_mean(dnorm * norm)) / std
        return dx, column_sum(dy * norm), column_sum(dy)

    return gamma * norm + beta, vjp


def batch_norm_eval(
    x: Array, gamma: Array, beta: Array, running: Statistics, eps: float = EPS
) -> tuple[Array, BatchNormVjp]:
    """Return gamma norm + beta by the running statistics, which do not depend on x: eval mode."""
    std = np.sqrt(running.var + eps)
    norm = (x - running.mean) / std
    return gamma * norm + beta, lambda dy: (dy * gamma / std, column_sum(dy * norm), column_sum(dy))


def column_mean(x: Array) -> Array:
    """Return the mean over the batch, (N, d) -> (1, d)."""
    mean: Array = np.mean(x, axis=0, keepdims=True)
    return mean


def column_sum(x: Array) -> Array:
    """Return the sum over the batch, (N, d) -> (1, d)."""
    total: Array = np.sum(x, axis=0, keepdims=True)
    return total
