from math import exp


def matmul(row, matrix):
    return [sum(r * m for r, m in zip(row, column)) for column in zip(*matrix)]


def plus(a, b):
    return [p + q for p, q in zip(a, b)]


def normalised(o):
    top = max(o)
    e = [exp(v - top) for v in o]
    return [v / sum(e) for v in e]
