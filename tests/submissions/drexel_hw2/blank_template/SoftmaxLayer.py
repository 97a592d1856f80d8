"""The softmax."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class SoftmaxLayer(Layer):
    """The softmax of each observation: positive outputs that add up to 1."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, dataIn: Array) -> Array:
        """Return exp(dataIn) / (its sum over the row), (N, D) -> (N, D), and remember both."""
        raise NotImplementedError

    def gradient(self) -> Array:
        """Return the Jacobian of each observation, (N, D, D): every output of a row depends on every input of it."""
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        raise NotImplementedError
