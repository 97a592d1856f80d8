"""Layers: forward keeps what backward needs."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class Linear:
    """An affine map of rows."""

    weight: np.ndarray
    bias: np.ndarray
    grads: dict[str, np.ndarray] = field(default_factory=dict)

    def forward(self, rows: np.ndarray) -> np.ndarray:
        self._rows = rows
        return rows @ self.weight + self.bias

    def backward(self, grad: np.ndarray) -> np.ndarray:
        self.grads = {"weight": self._rows.T @ grad, "bias": grad.sum(axis=0)}
        return grad @ self.weight.T


class Sigmoid:
    """The logistic function, by the tanh, which does not overflow."""

    def forward(self, z: np.ndarray) -> np.ndarray:
        self.out = 0.5 * (1 + np.tanh(0.5 * z))
        return self.out

    def backward(self, grad: np.ndarray) -> np.ndarray:
        return grad * self.out * (1 - self.out)


class SoftmaxCrossEntropy:
    """Softmax and the mean cross-entropy of integer classes."""

    def forward(self, logits: np.ndarray) -> np.ndarray:
        shifted = logits - logits.max(axis=1, keepdims=True)
        self.log_probabilities = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        return np.exp(self.log_probabilities)

    def backward(self, classes: np.ndarray) -> np.ndarray:
        grad = np.exp(self.log_probabilities)
        grad[np.arange(len(classes)), classes] -= 1
        return grad / len(classes)
