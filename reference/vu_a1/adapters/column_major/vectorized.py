"""For work in which samples are columns, X (n_in, N), W (n_hidden, n_in), b (n_hidden, 1): transpose both ways."""

import numpy as np
import q5


def forward_batch(X, W, b, V, c):
    A1, A2 = q5.fprop(X.T, *_theirs(W, b, V, c))
    return A1.T, A2.T


def loss_batch(Y, T):
    return q5.J(Y.T, T)


def backward_batch(X, T, W, b, V, c):
    theta = _theirs(W, b, V, c)
    return _ours(*q5.bprop(X.T, *q5.fprop(X.T, *theta), T, theta[2]))


def forward(x, W, b, V, c):
    H, Y = forward_batch(x[None], W, b, V, c)
    return H[0], Y[0]


def loss(y, t):
    return loss_batch(y[None], np.array([t]))


def backward(x, t, W, b, V, c):
    return backward_batch(x[None], np.array([t]), W, b, V, c)


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    training, validation, theta = q5.descend(X.T, T, X_val.T, T_val, n_hidden, lr, epochs, batch_size)
    return training, validation, _ours(*theta)


def _theirs(W, b, V, c):
    return W.T, b[:, None], V.T, c[:, None]


def _ours(W, b, V, c):
    return W.T, b[:, 0], V.T, c[:, 0]
