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
    raise NotImplementedError


def softmax(o: Vector) -> Vector:
    """Return exp(o[k]) / sum of exp(o), a list as long as o."""
    raise NotImplementedError


def forward(x: Vector, W: Matrix, b: Vector, V: Matrix, c: Vector) -> tuple[Vector, Vector]:
    """Return (h, y): the hidden units after the sigmoid, [3], and the probabilities of the classes, [2]."""
    raise NotImplementedError


def loss(y: Vector, t: int) -> float:
    """Return the cross-entropy -log y[t] (natural logarithm) of the probabilities y, [2], and the class t."""
    raise NotImplementedError


def backward(x: Vector, t: int, W: Matrix, b: Vector, V: Matrix, c: Vector) -> Parameters:
    """Return (dW, db, dV, dc): the derivatives of the loss of x and t, in the forms of W, b, V and c."""
    raise NotImplementedError


def train(xs: Matrix, ts: list[int], epochs: int, lr: float) -> tuple[Vector, Parameters]:
    """Train by stochastic gradient descent, one step after each sample; return (losses, (W, b, V, c)).

    xs [n][2], ts [n]. Draw the entries of W and V from the standard normal distribution (random.gauss(0, 1)); b and c
    start at zero. An epoch goes through all samples once and takes a step of -lr * gradient after each.
    losses [epochs]: the mean over the epoch's samples of each one's loss, as it was before its own step.
    """
    raise NotImplementedError
