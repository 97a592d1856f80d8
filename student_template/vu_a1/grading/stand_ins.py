"""Correct parts to put in place of a submission's own, so that what builds on a wrong part is judged apart from it.

They are given to students. Forward passes are those of the handout; every derivative is taken numerically, so that
nothing here shows how one is written.
"""

from __future__ import annotations

import cmath
import math
from typing import Any, Dict, List, Tuple

import numpy as np

TINY = 1e-30  # of a complex step, which loses no digits


def scalar_forward(x: List[Any], W: List[Any], b: List[Any], V: List[Any], c: List[Any]) -> Tuple[List[Any], List[Any]]:
    """Return (h, y) for lists of real or complex numbers."""
    k = [sum(value * row[j] for value, row in zip(x, W)) + b[j] for j in range(len(b))]
    h = [0.5 + 0.5 * cmath.tanh(0.5 * value) for value in k]  # the sigmoid, which never overflows
    o = [sum(value * row[m] for value, row in zip(h, V)) + c[m] for m in range(len(c))]
    top = max(value.real for value in o)
    exps = [cmath.exp(value - top) for value in o]
    return h, [value / sum(exps) for value in exps]


def forward(x: List[Any], W: List[Any], b: List[Any], V: List[Any], c: List[Any]) -> Tuple[List[float], List[float]]:
    """Return (h, y), lists of floats."""
    h, y = scalar_forward(x, W, b, V, c)
    return [value.real for value in h], [value.real for value in y]


def loss(y: List[float], t: int) -> float:
    """Return -log y[t]."""
    return -math.log(y[t])


def backward(  # noqa: PLR0913, PLR0917 - the handout's arguments
    x: List[Any], t: int, W: List[Any], b: List[Any], V: List[Any], c: List[Any]
) -> Tuple[List[Any], ...]:
    """Return (dW, db, dV, dc): what the loss does when one parameter after the other takes a complex step."""
    rows = [[list(row) for row in W], [list(b)], [list(row) for row in V], [list(c)]]
    slopes = [[_slopes(x, t, rows, row) for row in matrix] for matrix in rows]
    return slopes[0], slopes[1][0], slopes[2], slopes[3][0]


def _slopes(x: List[Any], t: int, rows: List[Any], row: List[Any]) -> List[float]:
    """Return the slope of the loss by each entry of one of the rows of the parameters."""
    W, (b,), V, (c,) = rows
    slopes = []
    for place, before in enumerate(row):
        row[place] = before + 1j * TINY
        slopes.append(-cmath.log(scalar_forward(x, W, b, V, c)[1][t]).imag / TINY)
        row[place] = before
    return slopes


def of_rows(x: np.ndarray, W: np.ndarray, b: np.ndarray, V: np.ndarray, c: np.ndarray) -> Tuple[np.ndarray, np.ndarray]:
    """Return (h, y) with NumPy, for one instance (n_in,) or a batch (N, n_in)."""
    h = 0.5 + 0.5 * np.tanh(0.5 * (np.asarray(x) @ W + np.reshape(b, -1)))
    o = h @ V + np.reshape(c, -1)
    exps = np.exp(o - np.max(o, axis=-1, keepdims=True))
    return h, exps / np.sum(exps, axis=-1, keepdims=True)


def loss_of_one(y: np.ndarray, t: int) -> float:
    """Return the loss of one instance."""
    return -float(np.log(y[t]))


def backward_of_one(  # noqa: PLR0913, PLR0917 - the handout's arguments
    x: np.ndarray, t: int, W: np.ndarray, b: np.ndarray, V: np.ndarray, c: np.ndarray
) -> Tuple[np.ndarray, ...]:
    """Return (dW, db, dV, dc): what the loss does when each parameter takes a complex step, one at a time."""
    units, classes = 1j * TINY * np.eye(len(V)), 1j * TINY * np.eye(V.shape[1])
    k = np.asarray(x) @ W + np.reshape(b, -1)
    h = 0.5 + 0.5 * np.tanh(0.5 * k)
    o = h @ V + np.reshape(c, -1)

    def slope(o: np.ndarray) -> np.ndarray:  # of the loss, for outputs before the softmax, one step each
        top = np.max(np.real(o), axis=-1)
        losses = np.log(np.sum(np.exp(o - top[..., None]), axis=-1)) + top - o[..., t]
        return np.asarray(np.imag(losses) / TINY)

    def by_hidden(k: np.ndarray) -> np.ndarray:
        return slope((0.5 + 0.5 * np.tanh(0.5 * k)) @ V + np.reshape(c, -1))

    by_W, by_V = (np.reshape(value, (-1, 1, 1)) for value in (x, h))  # what a weight is multiplied by
    return (
        by_hidden(k + by_W * units), np.reshape(by_hidden(k + units), np.shape(b)),
        slope(o + by_V * classes), np.reshape(slope(o + classes), np.shape(c)),
    )  # fmt: skip


def loss_of_rows(Y: np.ndarray, T: np.ndarray) -> float:
    """Return the mean loss of a batch."""
    return float(np.mean([loss_of_one(y, t) for y, t in zip(Y, T)]))


STAND_INS: Dict[str, Any] = {
    "scalar.py:forward": forward,
    "scalar.py:loss": loss,
    "scalar.py:backward": backward,
    "vectorized.py:forward": of_rows,
    "vectorized.py:loss": loss_of_one,
    "vectorized.py:backward": backward_of_one,
    "vectorized.py:forward_batch": of_rows,
    "vectorized.py:loss_batch": loss_of_rows,
}
