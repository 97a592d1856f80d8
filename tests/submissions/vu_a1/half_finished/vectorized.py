"""A network of one sigmoid layer and a softmax, of any sizes, with NumPy (questions 5, 6 and 7).

One instance:                                 A batch of N:
    x  (n_in,)                                    X  (N, n_in)
    t  the class, a whole number                  T  (N,) whole numbers
    W  (n_in, n_hidden)    b  (n_hidden,)         the same W, b, V and c
    V  (n_hidden, n_out)   c  (n_out,)

No loops over units or samples, but for the batches of an epoch.
"""

from __future__ import annotations

import numpy as np

Array = np.ndarray
Parameters = tuple[Array, Array, Array, Array]  # W, b, V, c, or the derivatives by them


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)) for every entry of z, of any shape."""
    raise NotImplementedError


def softmax(o: Array) -> Array:
    """Return exp(o) divided by its sum over the last axis: o (n_out,) or (N, n_out), the result has its shape."""
    raise NotImplementedError


def forward(x: Array, W: Array, b: Array, V: Array, c: Array) -> tuple[Array, Array]:
    """Return (h, y) of one instance x (n_in,): hidden units after the sigmoid (n_hidden,), probabilities (n_out,)."""
    h = 1 / (1 + np.exp(-(x @ W + b)))
    o = np.exp(h @ V + c)
    return h, o / o.sum()


def loss(y: Array, t: int) -> float:
    """Return the cross-entropy -log y[t] (natural logarithm) of one instance, a number."""
    return -np.log(y[t])


def backward(x: Array, t: int, W: Array, b: Array, V: Array, c: Array) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of the loss of one instance, in the shapes of W, b, V and c."""
    raise NotImplementedError


def forward_batch(X: Array, W: Array, b: Array, V: Array, c: Array) -> tuple[Array, Array]:
    """Return (H, Y) of a batch X (N, n_in): hidden units (N, n_hidden), probabilities (N, n_out)."""
    raise NotImplementedError


def loss_batch(Y: Array, T: Array) -> float:
    """Return the mean over the batch of the instances' losses, a number: Y (N, n_out), T (N,)."""
    raise NotImplementedError


def backward_batch(X: Array, T: Array, W: Array, b: Array, V: Array, c: Array) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of loss_batch, so the means over the batch of the instances' own."""
    raise NotImplementedError


def train(
    X: Array,
    T: Array,
    X_val: Array,
    T_val: Array,
    n_hidden: int = 300,
    epochs: int = 5,
    lr: float = 0.01,
    batch_size: int = 16,
) -> tuple[list[float], list[float], Parameters]:
    """Train by mini-batches; return (training_losses, validation_losses, (W, b, V, c)), a loss for every epoch.

    X (N, n_in) of numbers from 0 to 1, T (N,); the same for validation. The outputs are the classes 0 to T.max().
    Start from new random weights at every call, from np.random without a seed of your own: W and V normal with
    deviation 1 / sqrt(number of inputs of the layer), b and c zero. Shuffle before every epoch; the last batch may be
    smaller. Training loss: the mean over the epoch's samples, as they were before their batch's step; validation
    loss: the mean over X_val after the epoch.
    """
    raise NotImplementedError
