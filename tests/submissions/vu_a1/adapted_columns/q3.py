import math
import random

# W1 is [3][2] and W2 is [2][3]: one row for each unit


def mv(M, v):
    return [sum(m * a for m, a in zip(row, v)) for row in M]


def fprop(x, W1, b1, W2, b2):
    a1 = [1 / (1 + math.exp(-(z + b))) for z, b in zip(mv(W1, x), b1)]
    e = [math.exp(z + b) for z, b in zip(mv(W2, a1), b2)]
    return a1, [v / sum(e) for v in e]


def bprop(x, a1, a2, label, W2):
    d2 = [p - (i == label) for i, p in enumerate(a2)]
    d1 = [g * a * (1 - a) for g, a in zip(mv(list(zip(*W2)), d2), a1)]
    return [[d * v for v in x] for d in d1], d1, [[d * a for a in a1] for d in d2], d2


def descend(points, labels, eta, epochs):
    W1 = [[random.gauss(0, 1) for _ in range(2)] for _ in range(3)]
    W2 = [[random.gauss(0, 1) for _ in range(3)] for _ in range(2)]
    b1, b2 = [0] * 3, [0] * 2
    J = []
    for _ in range(epochs):
        J.append(0)
        for x, label in zip(points, labels):
            a1, a2 = fprop(x, W1, b1, W2, b2)
            J[-1] -= math.log(a2[label]) / len(points)
            gW1, gb1, gW2, gb2 = bprop(x, a1, a2, label, W2)
            W1 = [[w - eta * g for w, g in zip(r, s)] for r, s in zip(W1, gW1)]
            W2 = [[w - eta * g for w, g in zip(r, s)] for r, s in zip(W2, gW2)]
            b1 = [w - eta * g for w, g in zip(b1, gb1)]
            b2 = [w - eta * g for w, g in zip(b2, gb2)]
    return J, W1, b1, W2, b2
