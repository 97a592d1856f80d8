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
        self.weights = np.random.uniform(-1e-4, 1e-4, (sizeIn, sizeOut))
        self.biases = np.random.uniform(-1e-4, 1e-4, (1, sizeOut))

    def getWeights(self) -> Array:
        """Return W, (sizeIn, sizeOut)."""
        return self.weights

    def setWeights(self, weights: Array) -> None:
        """Use these weights from now on, (sizeIn, sizeOut)."""
        self.weights = weights

    def getBiases(self) -> Array:
        """Return b, (1, sizeOut)."""
        return self.biases

    def setBiases(self, biases: Array) -> None:
        """Use these biases from now on, (1, sizeOut)."""
        self.biases = biases

    def forward(self, dataIn: Array) -> Array:
        """Return dataIn @ W + b, (N, sizeIn) -> (N, sizeOut), and remember both."""
        print('in', __name__, flush=True)
        self.setPrevIn(dataIn)
        self.setPrevOut(dataIn @ self.weights + self.biases)
        return self.getPrevOut()

    def gradient(self) -> Array:
        """Return the Jacobian, the same for every observation: W transposed, (sizeOut, sizeIn).

        One for each observation, (N, sizeOut, sizeIn), is right as well.
        """
        print('in', __name__, flush=True)
        return self.weights.T

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn @ W transposed, (N, sizeOut) -> (N, sizeIn)."""
        print('in', __name__, flush=True)
        return gradIn @ self.weights.T
