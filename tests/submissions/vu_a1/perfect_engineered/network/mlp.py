"""The network of the assignment."""

from __future__ import annotations

import numpy as np

from .layers import Linear, Sigmoid, SoftmaxCrossEntropy


class MLP:
    """Linear, sigmoid, linear, softmax."""

    def __init__(self, W, b, V, c):
        self.first, self.activation = Linear(W, b), Sigmoid()
        self.second, self.head = Linear(V, c), SoftmaxCrossEntropy()

    @classmethod
    def drawn(cls, n_in: int, n_hidden: int, n_out: int) -> MLP:
        W = np.random.standard_normal((n_in, n_hidden)) / np.sqrt(n_in)
        V = np.random.standard_normal((n_hidden, n_out)) / np.sqrt(n_hidden)
        return cls(W, np.zeros(n_hidden), V, np.zeros(n_out))

    @property
    def parameters(self):
        return self.first.weight, self.first.bias, self.second.weight, self.second.bias

    def forward(self, rows):
        hidden = self.activation.forward(self.first.forward(rows))
        return hidden, self.head.forward(self.second.forward(hidden))

    def backward(self, classes):
        self.first.backward(self.activation.backward(self.second.backward(self.head.backward(classes))))
        first, second = self.first.grads, self.second.grads
        return first["weight"], first["bias"], second["weight"], second["bias"]

    def step(self, lr: float) -> None:
        for layer in (self.first, self.second):
            layer.weight = layer.weight - lr * layer.grads["weight"]
            layer.bias = layer.bias - lr * layer.grads["bias"]
