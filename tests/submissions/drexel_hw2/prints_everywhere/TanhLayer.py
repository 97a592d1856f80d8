"""The hyperbolic tangent."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class TanhLayer(Layer):
    """The hyperbolic tangent, entry by entry."""

    def __init__(self) -> None:
        super().__init__()

    def forward(self, dataIn: Array) -> Array:
        """Return tanh(dataIn), (N, D) -> (N, D), and remember both."""
        print('in', __name__, flush=True)
        self.setPrevIn(dataIn)
        self.setPrevOut(np.tanh(dataIn))
        return self.getPrevOut()

    def gradient(self) -> Array:
        """Return the derivative.

        That is for each observation the diagonal of its Jacobian, (N, D). The Jacobians, (N, D, D), are right as well.
        """
        print('in', __name__, flush=True)
        return 1 - self.getPrevOut() ** 2

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        print('in', __name__, flush=True)
        return gradIn * self.gradient()
