"""The rectified linear unit."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class ReLULayer(Layer):
    """The rectified linear unit, entry by entry."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, dataIn: Array) -> Array:
        """Return the larger of 0 and dataIn, (N, D) -> (N, D), and remember both."""
        raise NotImplementedError

    def gradient(self) -> Array:
        """Return the derivative, 1 where the input was positive and 0 elsewhere.

        That is for each observation the diagonal of its Jacobian, (N, D). The Jacobians, (N, D, D), are right as well.
        """
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        raise NotImplementedError
