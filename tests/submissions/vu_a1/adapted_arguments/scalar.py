from math import exp, log
import random


def forward_pass(x1, x2, w, b, v, c):
    k = [x1 * w[0][j] + x2 * w[1][j] + b[j] for j in range(3)]
    h = [1 / (1 + exp(-a)) for a in k]
    o = [h[0] * v[0][j] + h[1] * v[1][j] + h[2] * v[2][j] + c[j] for j in range(2)]
    s = exp(o[0]) + exp(o[1])
    return k, h, o, [exp(o[0]) / s, exp(o[1]) / s]


def cross_entropy(target, y):
    return -log(y[target])


def backward_pass(x1, x2, target, k, h, o, y, v):
    dl_do = list(y)
    dl_do[target] -= 1
    dl_dv = [[a * d for d in dl_do] for a in h]
    dl_dk = [(v[j][0] * dl_do[0] + v[j][1] * dl_do[1]) * h[j] * (1 - h[j]) for j in range(3)]
    dl_dw = [[x1 * d for d in dl_dk], [x2 * d for d in dl_dk]]
    return dl_dv, dl_do, dl_dw, dl_dk


def sgd(data, targets, learning_rate, number_of_epochs):
    w = [[random.gauss(0, 1), random.gauss(0, 1), random.gauss(0, 1)] for _ in range(2)]
    v = [[random.gauss(0, 1), random.gauss(0, 1)] for _ in range(3)]
    b, c = [0, 0, 0], [0, 0]
    for _ in range(number_of_epochs):
        losses = []
        for (x1, x2), target in zip(data, targets):
            k, h, o, y = forward_pass(x1, x2, w, b, v, c)
            losses.append(cross_entropy(target, y))
            dv, dc, dw, db = backward_pass(x1, x2, target, k, h, o, y, v)
            for j in range(3):
                for i in range(2):
                    w[i][j] -= learning_rate * dw[i][j]
                    v[j][i] -= learning_rate * dv[j][i]
                b[j] -= learning_rate * db[j]
            c = [c[0] - learning_rate * dc[0], c[1] - learning_rate * dc[1]]
        yield sum(losses) / len(losses), (w, b, v, c)
