"""The input layer: z-scores."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class InputLayer(Layer):
    """Standardises every feature by the mean and the standard deviation that it has in the training data."""

    def __init__(self, dataIn: Array) -> None:
        """Take mean and standard deviation of each column of dataIn, (N, D), N > 1.

        The deviation is that of a sample, divided by N - 1; where it is 0, use 1 in its place.
        """
        super().__init__()
        self.mean = np.mean(dataIn, axis=0, keepdims=True)
        deviation = np.std(dataIn, axis=0, ddof=1, keepdims=True)
        self.deviation = np.where(deviation == 0, 1.0, deviation)

    def forward(self, dataIn: Array) -> Array:
        """Return the z-scores of dataIn, (N, D), and remember both. A single row uses the same mean and deviation."""
        print('in', __name__, flush=True)
        self.setPrevIn(dataIn)
        self.setPrevOut((dataIn - self.mean) / self.deviation)
        return self.getPrevOut()

    def gradient(self) -> Array:
        """Nothing stands before the input: never called. Given."""
        print('in', __name__, flush=True)
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Nothing stands before the input: never called. Given."""
        print('in', __name__, flush=True)
        raise NotImplementedError
