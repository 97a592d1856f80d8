"""The fully connected layer."""

from __future__ import annotations

from typing import Any

import numpy as np
from Layer import Layer

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class FullyConnectedLayer(Layer):
    """Maps linearly: outputs = inputs @ W + b."""

    def __init__(self, sizeIn: int, sizeOut: int) -> None:
        """Draw the weights W (sizeIn, sizeOut) and the biases b (1, sizeOut) uniformly from -0.0001 to 0.0001."""
        super().__init__()

    def getWeights(self) -> Array:
        """Return W, (sizeIn, sizeOut)."""
        raise NotImplementedError

    def setWeights(self, weights: Array) -> None:
        """Use these weights from now on, (sizeIn, sizeOut)."""
        raise NotImplementedError

    def getBiases(self) -> Array:
        """Return b, (1, sizeOut)."""
        raise NotImplementedError

    def setBiases(self, biases: Array) -> None:
        """Use these biases from now on, (1, sizeOut)."""
        raise NotImplementedError

    def forward(self, dataIn: Array) -> Array:
        """Return dataIn @ W + b, (N, sizeIn) -> (N, sizeOut), and remember both."""
        raise NotImplementedError

    def gradient(self) -> Array:
        """Return the Jacobian, the same for every observation: W transposed, (sizeOut, sizeIn).

        One for each observation, (N, sizeOut, sizeIn), is right as well.
        """
        raise NotImplementedError

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn @ W transposed, (N, sizeOut) -> (N, sizeIn)."""
        raise NotImplementedError
