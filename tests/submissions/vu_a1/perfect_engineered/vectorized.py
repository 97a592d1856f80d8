"""The interface of the assignment, on top of the package `network`."""

from __future__ import annotations

import numpy as np

from network import MLP


def forward_batch(X, W, b, V, c):
    return MLP(W, b, V, c).forward(X)


def forward(x, W, b, V, c):
    H, Y = forward_batch(x[np.newaxis], W, b, V, c)
    return H[0], Y[0]


def loss_batch(Y, T):
    return float(np.mean([loss(y, t) for y, t in zip(Y, T)]))


def loss(y, t):
    return float(-np.log(y[t]))


def backward_batch(X, T, W, b, V, c):
    mlp = MLP(W, b, V, c)
    mlp.forward(X)
    return mlp.backward(T)


def backward(x, t, W, b, V, c):
    return backward_batch(x[np.newaxis], np.array([t]), W, b, V, c)


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    mlp = MLP.drawn(X.shape[1], n_hidden, int(T.max()) + 1)
    training, validation = [], []
    for _ in range(epochs):
        seen = []
        for rows in _batches(len(X), batch_size):
            seen += [loss(y, t) for y, t in zip(mlp.forward(X[rows])[1], T[rows])]
            mlp.backward(T[rows])
            mlp.step(lr)
        training.append(float(np.mean(seen)))
        validation.append(loss_batch(mlp.forward(X_val)[1], T_val))
    return training, validation, mlp.parameters


def _batches(n, size):
    order = np.random.permutation(n)
    return (order[i : i + size] for i in range(0, n, size))
