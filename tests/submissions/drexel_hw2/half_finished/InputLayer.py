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

    def forward(self, dataIn: Array) -> Array:
        """Return the z-scores of dataIn, (N, D), and remember both. A single row uses the same mean and deviation."""
        raise NotImplementedError

    def gradient(self) -> Array:
        """Nothing stands before the input: never called. Given."""
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Nothing stands before the input: never called. Given."""
        raise NotImplementedError
