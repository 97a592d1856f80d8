"""Plain Python: a tiny reverse-mode toolbox is not needed, four loops are."""

from __future__ import annotations

import math
import random
from typing import List, NamedTuple, Sequence, Tuple

Row = List[float]


class Parameters(NamedTuple):
    W: List[Row]
    b: Row
    V: List[Row]
    c: Row

    def stepped(self, gradient: Parameters, lr: float) -> Parameters:
        return Parameters(*(_stepped(p, g, lr) for p, g in zip(self, gradient)))


def _stepped(p, g, lr: float):
    if isinstance(p, list):
        return [_stepped(q, h, lr) for q, h in zip(p, g)]
    return p - lr * g


def _affine(x: Sequence[float], weights: List[Row], bias: Row) -> Row:
    return [sum(w[j] * v for w, v in zip(weights, x)) + bias[j] for j in range(len(bias))]


def _outer(a: Sequence[float], b: Sequence[float]) -> List[Row]:
    return [[p * q for q in b] for p in a]


def forward(x, W, b, V, c) -> Tuple[Row, Row]:
    h = [0.5 * (1 + math.tanh(0.5 * k)) for k in _affine(x, W, b)]
    o = _affine(h, V, c)
    log_total = max(o) + math.log(sum(math.exp(v - max(o)) for v in o))
    return h, [math.exp(v - log_total) for v in o]


def loss(y: Row, t: int) -> float:
    return -math.log(y[t])


def backward(x, t, W, b, V, c) -> Parameters:
    h, y = forward(x, W, b, V, c)
    do = [p - float(k == t) for k, p in enumerate(y)]
    dk = [sum(v * d for v, d in zip(row, do)) * a * (1 - a) for row, a in zip(V, h)]
    return Parameters(_outer(x, dk), dk, _outer(h, do), do)


def train(xs, ts, epochs, lr):
    parameters = Parameters(_drawn(2, 3), [0.0] * 3, _drawn(3, 2), [0.0] * 2)
    losses = []
    for _ in range(epochs):
        order = random.sample(range(len(xs)), len(xs))  # shuffled: no worse than the order of the data
        seen = []
        for n in order:
            seen.append(loss(forward(xs[n], *parameters)[1], ts[n]))
            parameters = parameters.stepped(backward(xs[n], ts[n], *parameters), lr)
        losses.append(math.fsum(seen) / len(seen))
    return losses, parameters


def _drawn(rows: int, columns: int) -> List[Row]:
    return [[random.gauss(0.0, 1.0) for _ in range(columns)] for _ in range(rows)]
