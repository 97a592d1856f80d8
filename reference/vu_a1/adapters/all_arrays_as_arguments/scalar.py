"""For work whose functions take and return every array, also those in between, and in another order.

Here: the file handed in is itself called scalar.py, so that it is found as `handed_in_scalar`; its training is a
generator that gives a loss and the parameters for every epoch.
"""

import handed_in_scalar as work


def forward(x, W, b, V, c):
    _, h, _, y = work.forward_pass(*x, W, b, V, c)
    return h, y


def loss(y, t):
    return work.cross_entropy(t, y)


def backward(x, t, W, b, V, c):
    dV, dc, dW, db = work.backward_pass(*x, t, *work.forward_pass(*x, W, b, V, c), V)
    return dW, db, dV, dc


def train(xs, ts, epochs, lr):
    losses, parameters = zip(*work.sgd(xs, ts, lr, epochs))
    return losses, parameters[-1]
