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
    # BEGIN SOLUTION
    e = np.exp(-np.abs(z))
    s: Array = np.where(z < 0, e, 1) / (1 + e)
    return s
    # END SOLUTION


def softmax(o: Array) -> Array:
    """Return exp(o) divided by its sum over the last axis: o (n_out,) or (N, n_out), the result has its shape."""
    # BEGIN SOLUTION
    e = np.exp(o - o.max(axis=-1, keepdims=True))
    y: Array = e / e.sum(axis=-1, keepdims=True)
    return y
    # END SOLUTION


def forward(x: Array, W: Array, b: Array, V: Array, c: Array) -> tuple[Array, Array]:
    """Return (h, y) of one instance x (n_in,): hidden units after the sigmoid (n_hidden,), probabilities (n_out,)."""
    # BEGIN SOLUTION
    h = sigmoid(x @ W + b)
    return h, softmax(h @ V + c)
    # END SOLUTION


def loss(y: Array, t: int) -> float:
    """Return the cross-entropy -log y[t] (natural logarithm) of one instance, a number."""
    # BEGIN SOLUTION
    return float(-np.log(y[t]))
    # END SOLUTION


def backward(x: Array, t: int, W: Array, b: Array, V: Array, c: Array) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of the loss of one instance, in the shapes of W, b, V and c."""
    # BEGIN SOLUTION
    h, y = forward(x, W, b, V, c)
    dc = y.copy()  # by the outputs before the softmax
    dc[t] -= 1
    dV = np.outer(h, dc)
    db = V @ dc * h * (1 - h)  # by the hidden units before the sigmoid
    dW = np.outer(x, db)
    return dW, db, dV, dc
    # END SOLUTION


def forward_batch(X: Array, W: Array, b: Array, V: Array, c: Array) -> tuple[Array, Array]:
    """Return (H, Y) of a batch X (N, n_in): hidden units (N, n_hidden), probabilities (N, n_out)."""
    # BEGIN SOLUTION
    H = sigmoid(X @ W + b)
    return H, softmax(H @ V + c)
    # END SOLUTION


def loss_batch(Y: Array, T: Array) -> float:
    """Return the mean over the batch of the instances' losses, a number: Y (N, n_out), T (N,)."""
    # BEGIN SOLUTION
    return float(-np.mean(np.log(Y[np.arange(len(T)), T])))
    # END SOLUTION


def backward_batch(X: Array, T: Array, W: Array, b: Array, V: Array, c: Array) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of loss_batch, so the means over the batch of the instances' own."""
    # BEGIN SOLUTION
    H, Y = forward_batch(X, W, b, V, c)
    dO = Y.copy()
    dO[np.arange(len(T)), T] -= 1
    dO /= len(T)
    dK = dO @ V.T * H * (1 - H)
    return X.T @ dK, dK.sum(axis=0), H.T @ dO, dO.sum(axis=0)
    # END SOLUTION


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
    # BEGIN SOLUTION
    n_in, n_out = X.shape[1], T.max() + 1
    W, b = np.random.randn(n_in, n_hidden) / np.sqrt(n_in), np.zeros(n_hidden)
    V, c = np.random.randn(n_hidden, n_out) / np.sqrt(n_hidden), np.zeros(n_out)
    training_losses, validation_losses = [], []
    for _ in range(epochs):
        total = 0.0
        order = np.random.permutation(len(X))
        for rows in np.split(order, range(batch_size, len(X), batch_size)):
            x, t = X[rows], T[rows]
            total += loss_batch(forward_batch(x, W, b, V, c)[1], t) * len(rows)
            dW, db, dV, dc = backward_batch(x, t, W, b, V, c)
            W, b, V, c = W - lr * dW, b - lr * db, V - lr * dV, c - lr * dc
        training_losses.append(total / len(X))
        validation_losses.append(loss_batch(forward_batch(X_val, W, b, V, c)[1], T_val))
    return training_losses, validation_losses, (W, b, V, c)
    # END SOLUTION
