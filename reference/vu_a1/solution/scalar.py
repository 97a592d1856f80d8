"""A network of two inputs, three sigmoid units and two softmax outputs, in plain Python (questions 3 and 4).

Import nothing here but `math` and `random`: no NumPy, and neither a file that uses it. `experiments.py` hands the data
over as lists. Arrays are lists, matrices are lists of rows:

    x  [2]     the input                          t  0 or 1, the class
    W  [2][3]  W[i][j] leads from input i to hidden unit j         b  [3]
    V  [3][2]  V[j][k] leads from hidden unit j to output k        c  [2]
"""

from __future__ import annotations

import math
import random

Vector = list[float]
Matrix = list[Vector]
Parameters = tuple[Matrix, Vector, Matrix, Vector]  # W, b, V, c, or the derivatives by them


def sigmoid(z: float) -> float:
    """Return 1 / (1 + exp(-z)) of a number."""
    # BEGIN SOLUTION
    return 1 / (1 + math.exp(-z))
    # END SOLUTION


def softmax(o: Vector) -> Vector:
    """Return exp(o[k]) / sum of exp(o), a list as long as o."""
    # BEGIN SOLUTION
    exps = [math.exp(value - max(o)) for value in o]
    return [value / sum(exps) for value in exps]
    # END SOLUTION


def forward(x: Vector, W: Matrix, b: Vector, V: Matrix, c: Vector) -> tuple[Vector, Vector]:
    """Return (h, y): the hidden units after the sigmoid, [3], and the probabilities of the classes, [2]."""
    # BEGIN SOLUTION
    k = [sum(x[i] * W[i][j] for i in range(2)) + b[j] for j in range(3)]
    h = [sigmoid(value) for value in k]
    o = [sum(h[j] * V[j][m] for j in range(3)) + c[m] for m in range(2)]
    return h, softmax(o)
    # END SOLUTION


def loss(y: Vector, t: int) -> float:
    """Return the cross-entropy -log y[t] (natural logarithm) of the probabilities y, [2], and the class t."""
    # BEGIN SOLUTION
    return -math.log(y[t])
    # END SOLUTION


def backward(x: Vector, t: int, W: Matrix, b: Vector, V: Matrix, c: Vector) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of the loss of x and t, in the forms of W, b, V and c."""
    # BEGIN SOLUTION
    h, y = forward(x, W, b, V, c)
    dc = [y[m] - (1 if m == t else 0) for m in range(2)]  # by the outputs before the softmax
    dV = [[h[j] * dc[m] for m in range(2)] for j in range(3)]
    dh = [sum(V[j][m] * dc[m] for m in range(2)) for j in range(3)]
    db = [dh[j] * h[j] * (1 - h[j]) for j in range(3)]  # by the hidden units before the sigmoid
    dW = [[x[i] * db[j] for j in range(3)] for i in range(2)]
    return dW, db, dV, dc
    # END SOLUTION


def train(xs: Matrix, ts: list[int], epochs: int, lr: float) -> tuple[Vector, Parameters]:
    """Train by stochastic gradient descent, one step after each sample; return (losses, (W, b, V, c)).

    xs [n][2], ts [n]. Draw the entries of W and V from the standard normal distribution (random.gauss(0, 1)); b and c
    start at zero. An epoch goes through all samples once and takes a step of -lr * gradient after each.
    losses [epochs]: the mean over the epoch's samples of each one's loss, as it was before its own step.
    """
    # BEGIN SOLUTION
    W = [[random.gauss(0, 1) for _ in range(3)] for _ in range(2)]
    V = [[random.gauss(0, 1) for _ in range(2)] for _ in range(3)]
    b, c = [0.0] * 3, [0.0] * 2
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, t in zip(xs, ts):
            total += loss(forward(x, W, b, V, c)[1], t)
            dW, db, dV, dc = backward(x, t, W, b, V, c)
            W, V = _stepped(W, dW, lr), _stepped(V, dV, lr)
            (b,), (c,) = _stepped([b], [db], lr), _stepped([c], [dc], lr)
        losses.append(total / len(xs))
    return losses, (W, b, V, c)


def _stepped(matrix: Matrix, gradient: Matrix, lr: float) -> Matrix:
    """Return the matrix after a step down its gradient."""
    return [[w - lr * dw for w, dw in zip(row, grads)] for row, grads in zip(matrix, gradient)]
    # END SOLUTION
