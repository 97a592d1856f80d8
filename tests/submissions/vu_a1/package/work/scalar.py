import math
import random

from nn import plain


def forward(x, W, b, V, c):
    h = [1 / (1 + math.exp(-k)) for k in plain.plus(plain.matmul(x, W), b)]
    return h, plain.normalised(plain.plus(plain.matmul(h, V), c))


def loss(y, t):
    return math.log(1 / y[t])


def backward(x, t, W, b, V, c):
    h, y = forward(x, W, b, V, c)
    y[t] -= 1.0
    dh = plain.matmul(y, list(zip(*V)))
    dk = [g * a * (1 - a) for g, a in zip(dh, h)]
    return [[v * g for g in dk] for v in x], dk, [[a * g for g in y] for a in h], y


def train(xs, ts, epochs, lr):
    theta = {
        "W": [[random.normalvariate(0, 1) for _ in range(3)] for _ in range(2)], "b": [0.0, 0.0, 0.0],
        "V": [[random.normalvariate(0, 1) for _ in range(2)] for _ in range(3)], "c": [0.0, 0.0],
    }
    history = []
    for _ in range(epochs):
        mean = 0.0
        for x, t in zip(xs, ts):
            mean += loss(forward(x, **theta)[1], t) / len(xs)
            for name, grad in zip("WbVc", backward(x, t, **theta)):
                if name in "WV":
                    theta[name] = [[p - lr * g for p, g in zip(*rows)] for rows in zip(theta[name], grad)]
                else:
                    theta[name] = [p - lr * g for p, g in zip(theta[name], grad)]
        history.append(mean)
    return history, tuple(theta.values())
