"""For work that keeps a network in a dictionary; its functions take one instance as well as a batch."""

import numpy as np
import numpy_network as work


def forward(x, W, b, V, c):
    state = work.run({"w": W, "b": b, "v": V, "c": c}, x)
    return state["h"], state["y"]


def loss(y, t):
    return work.nll({"y": y}, t)


def backward(x, t, W, b, V, c):
    net = {"w": W, "b": b, "v": V, "c": c}
    return _ordered(work.grads(net, work.run(net, x), t))


forward_batch, loss_batch, backward_batch = forward, loss, backward


def train(X, T, X_val, T_val, n_hidden=300, epochs=5, lr=0.01, batch_size=16):
    sizes = X.shape[1], n_hidden, int(T.max()) + 1
    net, history = work.fit((X, T), (X_val, T_val), sizes, epochs, lr, batch_size)
    training, validation = np.transpose(history)
    return training, validation, _ordered(net)


def _ordered(found):
    return tuple(found[name] for name in "wbvc")
