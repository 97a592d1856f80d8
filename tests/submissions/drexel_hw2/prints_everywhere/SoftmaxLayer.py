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
        print('in', __name__, flush=True)
        e = np.exp(dataIn - np.max(dataIn, axis=1, keepdims=True))
        self.setPrevIn(dataIn)
        self.setPrevOut(e / np.sum(e, axis=1, keepdims=True))
        return self.getPrevOut()

    def gradient(self) -> Array:
        """Return the Jacobian of each observation, (N, D, D): every output of a row depends on every input of it."""
        print('in', __name__, flush=True)
        p = self.getPrevOut()
        return p[:, :, None] * np.eye(p.shape[1]) - p[:, :, None] * p[:, None, :]

    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, (N, D), times the Jacobian of each observation, (N, D)."""
        print('in', __name__, flush=True)
        return np.einsum("ni,nij->nj", gradIn, self.gradient())
