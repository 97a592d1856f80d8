"""A dense layer: x W^T + b."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Dense:
    W: np.ndarray
    b: np.ndarray

    def forward(self, x):
        return x @ self.W.T + self.b

    def backward(self, delta):
        return delta @ self.W

    @staticmethod
    def gradients(x, delta):
        return delta.T @ x, delta.sum(axis=0)
