"""For work whose functions take and return every array, also those in between; gradients come in a dictionary."""

import numpy as np
import tensors as work


def forward(x, W, b, V, c):
    _, h, _, y = work.forward_single(W, b, V, c, x)
    return h, y


def loss(y, t):
    return work.negative_log_likelihood(np.array([t]), y[None])


def backward(x, t, W, b, V, c):
    given = W, b, V, c, x
    return _ordered(work.backward_single(*given, *work.forward_single(*given), t))


def forward_batch(X, W, b, V, c):
    _, H, _, Y = work.forward_many(W, b, V, c, X)
    return H, Y


def loss_batch(Y, T):
    return work.negative_log_likelihood(T, Y)


def backward_batch(X, T, W, b, V, c):
    given = W, b, V, c, X
    return _ordered(work.backward_many(*given, *work.forward_many(*given), T))


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    found = work.run(X, T, X_val, T_val, lr, epochs, batch_size, n_hidden)
    return found["train"], found["validation"], found["weights"]


def _ordered(gradients):
    return tuple(gradients[name] for name in ("W1", "b1", "W2", "b2"))
