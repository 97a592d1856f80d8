"""Measure how far a prediction is from its target: the criteria of the five assignments.

Each takes the prediction and the target `t`, and returns the loss of every sample, NOT reduced over the
batch, and its `vjp`, which takes dL/dloss to dL/dprediction. What the handouts call the gradient is that of
each sample's own loss, `derivative(criterion, prediction, t)`. A reduction is made apart, by `mean`, which
brings in the 1/N:

    CMU hw1p1    softmax_cross_entropy: losses (N,), gradient without 1/N
    Toronto a1   logistic_cross_entropy, logistic_squared_error, softsign_cross_entropy: without 1/N
    Drexel hw2   squared_error, log_loss, cross_entropy: `eval` is the mean, but `gradient` has no 1/N
    VU a1        mean(softmax_cross_entropy)
    NYU hw1      mse, bce: the mean over all N K entries, in the value and in the gradient

Drexel and NYU hand in the target first.
"""

from __future__ import annotations

import numpy as np

from reference.nn.activations import sigmoid
from reference.nn.arrays import Array, Vjp, absolute, at_least_tiny, log, log_softmax, softplus
from reference.nn.derivatives import mean


def softmax_cross_entropy(z: Array, t: Array) -> tuple[Array, Vjp]:
    """Return -sum_k t_k log softmax(z)_k; dz = softmax(z) - t (CMU hw1p1, VU a1).

    z, t (N, K) -> loss (N,). The rows of t sum to one: one-hot, or soft labels.
    """
    log_y = log_softmax(z)
    return -(t * log_y).sum(axis=-1), lambda dloss: np.expand_dims(dloss, -1) * (np.exp(log_y) - t)


def logistic_cross_entropy(z: Array, t: Array) -> tuple[Array, Vjp]:
    """Return -t log y - (1 - t) log(1 - y) with y = sigmoid(z); dz = y - t (Toronto a1).

    From the logits, -log y = logaddexp(0, -z) and -log(1 - y) = logaddexp(0, z). Elementwise.
    """
    y, _ = sigmoid(z)
    return t * softplus(-z) + (1 - t) * softplus(z), lambda dloss: dloss * (y - t)


def softsign_cross_entropy(z: Array, t: Array) -> tuple[Array, Vjp]:
    """Return -t log y - (1 - t) log(1 - y) with y = (softsign(z) + 1) / 2 (Toronto a1).

    With r = 1 / (1 + |z|) the smaller of y and 1 - y is r / 2, which does not cancel for large |z|, and
    y' = r^2 / 2, so dz = ((1 - t) / (1 - y) - t / y) r^2 / 2. Elementwise.
    """
    r = 1 / (1 + absolute(z))
    y = np.where(z.real < 0, r / 2, 1 - r / 2)
    not_y = np.where(z.real < 0, 1 - r / 2, r / 2)
    loss = -t * np.log(y) - (1 - t) * np.log(not_y)
    return loss, lambda dloss: dloss * ((1 - t) / not_y - t / y) * r**2 / 2


def logistic_squared_error(z: Array, t: Array) -> tuple[Array, Vjp]:
    """Return (y - t)^2 / 2 with y = sigmoid(z); dz = (y - t) y (1 - y) (Toronto a1). Elementwise."""
    y, sigmoid_vjp = sigmoid(z)
    return (y - t) ** 2 / 2, lambda dloss: sigmoid_vjp(dloss * (y - t))


def squared_error(y: Array, t: Array) -> tuple[Array, Vjp]:
    """Return (t - y)^2; dy = -2 (t - y) (Drexel hw2). Elementwise."""
    return (t - y) ** 2, lambda dloss: -2 * dloss * (t - y)


def log_loss(y: Array, t: Array) -> tuple[Array, Vjp]:
    """Return -t log y - (1 - t) log(1 - y) of probabilities; dy = -(t - y) / (y (1 - y)) (Drexel hw2).

    Elementwise. Toronto calls it `cross_entropy`.
    """
    loss = -t * log(y) - (1 - t) * log(1 - y)
    return loss, lambda dloss: -dloss * (t - y) / at_least_tiny(y * (1 - y))


def cross_entropy(y: Array, t: Array) -> tuple[Array, Vjp]:
    """Return -sum_k t_k log y_k of probabilities; dy = -t / y (Drexel hw2). y, t (N, K) -> loss (N,)."""
    return -(t * log(y)).sum(axis=-1), lambda dloss: -np.expand_dims(dloss, -1) * t / at_least_tiny(y)


mse = mean(squared_error)  # NYU hw1
bce = mean(log_loss)  # NYU hw1
