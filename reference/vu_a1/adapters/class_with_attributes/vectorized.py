"""For work in which the network is an object that knows batches only: one instance is a batch of one.

Here: `mlp.MLP(n_in, n_hidden, n_out)` with W1, b1, W2, b2, hidden, probs, dW1, ..., and history after fit(...).
"""

import numpy as np
from mlp import MLP


def network(W, b, V, c):
    net = MLP(*W.shape, V.shape[1])
    net.W1, net.b1, net.W2, net.b2 = W, b, V, c
    return net


def forward_batch(X, W, b, V, c):
    net = network(W, b, V, c)
    net.forward(X)
    return net.hidden, net.probs


def loss_batch(Y, T):
    net = MLP(1, 1, 1)
    net.probs = Y
    return net.cost(T)


def backward_batch(X, T, W, b, V, c):
    net = network(W, b, V, c)
    net.forward(X)
    net.backward(T)
    return net.dW1, net.db1, net.dW2, net.db2


def forward(x, W, b, V, c):
    H, Y = forward_batch(x[None], W, b, V, c)
    return H[0], Y[0]


def loss(y, t):
    return loss_batch(y[None], np.array([t]))


def backward(x, t, W, b, V, c):
    return backward_batch(x[None], np.array([t]), W, b, V, c)


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    net = MLP(X.shape[1], n_hidden, int(T.max()) + 1)
    net.fit(X, T, X_val, T_val, epochs, lr, batch_size)
    return net.history["train"], net.history["val"], (net.W1, net.b1, net.W2, net.b2)
