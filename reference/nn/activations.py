"""Apply the activations of the five assignments.

Each takes the pre-activation `z`, of any shape (..., D), and returns its value `y`, of the same shape, and
its `vjp`, which takes dL/dy to dL/dz: it multiplies by y', except for the softmax, which mixes the entries
of a row.
"""

from __future__ import annotations

import numpy as np

from reference.nn.arrays import Array, Vjp, absolute, positive_part


def identity(z: Array) -> tuple[Array, Vjp]:
    """Return y = z; y' = 1."""
    return z, lambda dy: dy


def sigmoid(z: Array) -> tuple[Array, Vjp]:
    """Return y = 1 / (1 + exp(-z)); y' = y (1 - y).

    For negative z this is exp(z) / (1 + exp(z)), so that no exp ever overflows. Toronto calls it `logistic`.
    """
    e = np.exp(-absolute(z))
    y = np.where(z.real < 0, e, 1.0) / (1 + e)
    return y, lambda dy: dy * y * (1 - y)


def tanh(z: Array) -> tuple[Array, Vjp]:
    """Return the hyperbolic tangent y of z; y' = 1 - y^2."""
    y = np.tanh(z)
    return y, lambda dy: dy * (1 - y**2)


def relu(z: Array) -> tuple[Array, Vjp]:
    """Return y = max(0, z); y' = 1 where z > 0, else 0.

    At the kink y' is 0, as CMU asks; NYU leaves it free.
    """
    return positive_part(z), lambda dy: dy * (z.real > 0)


def softsign(z: Array) -> tuple[Array, Vjp]:
    """Return y = z / (1 + |z|), in (-1, 1); y' = 1 / (1 + |z|)^2 (Toronto a1)."""
    r = 1 / (1 + absolute(z))
    return z * r, lambda dy: dy * r**2


def softmax(z: Array) -> tuple[Array, Vjp]:
    """Return y = exp(z) / sum exp(z) over the last axis; dy_i/dz_j = y_i ([i = j] - y_j).

    The vjp is y (dy - <dy, y>) and never forms that Jacobian; `jacobian(softmax, z)` does.
    """
    e = np.exp(z - z.real.max(axis=-1, keepdims=True))
    y = e / e.sum(axis=-1, keepdims=True)
    return y, lambda dy: y * (dy - (dy * y).sum(axis=-1, keepdims=True))
