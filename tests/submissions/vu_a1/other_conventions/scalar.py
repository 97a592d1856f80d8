"""Tuples in place of lists, and hidden units and outputs as generators of tuples."""
import math
import random


def softmax(o):
    lse = max(o) + math.log(sum(math.exp(a - max(o)) for a in o))
    return tuple(math.exp(a - lse) for a in o)


def forward(x, W, b, V, c):
    h = tuple(1 / (1 + math.exp(-b[j] - sum(x[i] * W[i][j] for i in (0, 1)))) for j in (0, 1, 2))
    return h, softmax(tuple(c[k] + sum(h[j] * V[j][k] for j in (0, 1, 2)) for k in (0, 1)))


def loss(y, t):
    return math.log(1 / y[t])


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    dc = tuple(y[k] - (k == t) for k in (0, 1))
    db = tuple(h[j] * (1 - h[j]) * sum(dc[k] * V[j][k] for k in (0, 1)) for j in (0, 1, 2))
    return tuple(tuple(a * d for d in db) for a in x), db, tuple(tuple(a * d for d in dc) for a in h), dc


def train(xs, ts, epochs, lr):
    W = tuple(tuple(random.normalvariate(0, 1) for _ in range(3)) for _ in range(2))
    V = tuple(tuple(random.normalvariate(0, 1) for _ in range(2)) for _ in range(3))
    b, c = (0, 0, 0), (0, 0)
    data = list(zip(xs, ts))
    losses = ()
    for _ in range(epochs):
        random.shuffle(data)
        total = 0
        for x, t in data:
            total += loss(forward(x, W, b, V, c)[1], t)
            dW, db, dV, dc = backward(x, t, W, b, V, c)
            W = tuple(tuple(w - lr * d for w, d in zip(*rows)) for rows in zip(W, dW))
            V = tuple(tuple(v - lr * d for v, d in zip(*rows)) for rows in zip(V, dV))
            b = tuple(w - lr * d for w, d in zip(b, db))
            c = tuple(w - lr * d for w, d in zip(c, dc))
        losses += (total / len(data),)
    return losses, (W, b, V, c)
