"""The linear activation."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class LinearLayer(Layer):
    """The identity, as an activation."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, dataIn: Array) -> Array:
        """Return dataIn itself, (N, D) -> (N, D), and remember both."""
        self.setPrevIn(dataIn)
        self.setPrevOut(dataIn)
        return self.getPrevOut()

    def gradient(self) -> Array:
        """Return the derivative, 1.

        That is for each observation the diagonal of its Jacobian, (N, D). The Jacobians, (N, D, D), are right as well.
        """
        return np.ones_like(self.getPrevIn())

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        return gradIn * self.gradient()
