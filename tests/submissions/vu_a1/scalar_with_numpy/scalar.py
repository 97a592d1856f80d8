import numpy as np


def forward(x, W, b, V, c):
    h = 1 / (1 + np.exp(-(np.array(x) @ np.array(W) + b)))
    e = np.exp(h @ np.array(V) + c)
    return h, e / e.sum()


def loss(y, t):
    return -np.log(y[t])


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    do = y - np.eye(2)[t]
    dk = np.array(V) @ do * h * (1 - h)
    return np.outer(x, dk), dk, np.outer(h, do), do


def train(xs, ts, epochs, lr):
    P = [np.random.randn(2, 3), np.zeros(3), np.random.randn(3, 2), np.zeros(2)]
    losses = []
    for _ in range(epochs):
        seen = []
        for x, t in zip(xs, ts):
            seen.append(loss(forward(x, *P)[1], t))
            P = [p - lr * g for p, g in zip(P, backward(x, t, *P))]
        losses.append(np.mean(seen))
    return losses, P
