import math
import random


def predict(x, params):
    W, b, V, c = params
    h = [1 / (1 + math.exp(-(x[0] * W[0][j] + x[1] * W[1][j] + b[j]))) for j in range(3)]
    e = [math.exp(h[0] * V[0][k] + h[1] * V[1][k] + h[2] * V[2][k] + c[k]) for k in range(2)]
    return h, [v / (e[0] + e[1]) for v in e]


def cross_entropy(y, target):
    return -sum(a * math.log(p) for a, p in zip(target, y))


def gradient(x, target, params):
    W, b, V, c = params
    h, y = predict(x, params)
    gc = [p - a for p, a in zip(y, target)]
    gb = [(V[j][0] * gc[0] + V[j][1] * gc[1]) * h[j] * (1 - h[j]) for j in range(3)]
    return [[v * g for g in gb] for v in x], gb, [[v * g for g in gc] for v in h], gc


def train(xs, targets, epochs, lr):
    W = [[random.gauss(0, 1) for _ in range(3)] for _ in range(2)]
    V = [[random.gauss(0, 1) for _ in range(2)] for _ in range(3)]
    params = [W, [0.0] * 3, V, [0.0] * 2]
    losses = []
    for _ in range(epochs):
        total = 0
        for x, target in zip(xs, targets):
            total += cross_entropy(predict(x, params)[1], target)
            gW, gb, gV, gc = gradient(x, target, params)
            for matrix, g in ((params[0], gW), (params[2], gV), ([params[1]], [gb]), ([params[3]], [gc])):
                for r in range(len(matrix)):
                    for s in range(len(matrix[r])):
                        matrix[r][s] -= lr * g[r][s]
        losses.append(total / len(xs))
    return losses, params
