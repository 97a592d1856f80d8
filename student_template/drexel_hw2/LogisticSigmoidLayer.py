"""The logistic sigmoid."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class LogisticSigmoidLayer(Layer):
    """The logistic sigmoid, entry by entry."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, dataIn: Array) -> Array:
        """Return 1 / (1 + exp(-dataIn)), (N, D) -> (N, D), and remember both."""
        raise NotImplementedError

    def gradient(self) -> Array:
        """Return the derivative.

        That is for each observation the diagonal of its Jacobian, (N, D). The Jacobians, (N, D, D), are right as well.
        """
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        raise NotImplementedError
