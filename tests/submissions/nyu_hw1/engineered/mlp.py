"""Layers as objects, each with forward and backward of its own; some eps in the divisors."""
from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Tuple

import torch
from torch import Tensor

EPS = 1e-12


class Layer(ABC):
    @abstractmethod
    def forward(self, x: Tensor) -> Tensor: ...

    @abstractmethod
    def backward(self, dout: Tensor) -> Tensor: ...


class Relu(Layer):
    def forward(self, x):
        self.mask = x >= 0
        return x.clamp(min=0)

    def backward(self, dout):
        return dout.masked_fill(~self.mask, 0.0)


class Sigmoid(Layer):
    def forward(self, x):
        self.out = torch.sigmoid(x)
        return self.out

    def backward(self, dout):
        return dout * self.out * (1 - self.out)


class Identity(Layer):
    def forward(self, x):
        return x

    def backward(self, dout):
        return dout


@dataclass
class Linear(Layer):
    weight: Tensor
    bias: Tensor

    def forward(self, x):
        self.x = x
        return torch.addmm(self.bias, x, self.weight.T)

    def backward(self, dout):
        self.dW = torch.einsum("no,ni->oi", dout, self.x)
        self.db = dout.sum(dim=0, keepdim=True)
        return dout.mm(self.weight)


FUNCTIONS = {"relu": Relu, "sigmoid": Sigmoid, "identity": Identity}


class MLP:
    def __init__(self, linear_1_in_features, linear_1_out_features, f_function,
                 linear_2_in_features, linear_2_out_features, g_function):
        self.f_function = f_function
        self.g_function = g_function
        self.parameters = dict(
            W1=torch.randn(linear_1_out_features, linear_1_in_features),
            b1=torch.randn(linear_1_out_features),
            W2=torch.randn(linear_2_out_features, linear_2_in_features),
            b2=torch.randn(linear_2_out_features),
        )
        self.grads = dict(
            dJdW1=torch.zeros(linear_1_out_features, linear_1_in_features),
            dJdb1=torch.zeros(linear_1_out_features),
            dJdW2=torch.zeros(linear_2_out_features, linear_2_in_features),
            dJdb2=torch.zeros(linear_2_out_features),
        )
        self.cache = dict()

    def clear_grad_and_cache(self):
        for grad in self.grads:
            self.grads[grad].zero_()
        self.cache = dict()

    def forward(self, x):
        p = self.parameters
        self.cache["layers"] = [
            Linear(p["W1"], p["b1"]), FUNCTIONS[self.f_function](), Linear(p["W2"], p["b2"]), FUNCTIONS[self.g_function]()
        ]
        for layer in self.cache["layers"]:
            x = layer.forward(x)
        return x

    def backward(self, dJdy_hat):
        for layer in reversed(self.cache["layers"]):
            dJdy_hat = layer.backward(dout=dJdy_hat)
        for number, layer in zip("12", self.cache["layers"][::2]):
            self.grads["dJdW" + number].add_(layer.dW)
            self.grads["dJdb" + number].add_(layer.db.squeeze(0))


def mse_loss(y: Tensor, y_hat: Tensor) -> Tuple[Tensor, Tensor]:
    diff = y_hat - y
    return torch.mean(diff.pow(2)), diff.mul(2).div(diff.numel())


def bce_loss(y: Tensor, y_hat: Tensor) -> Tuple[Tensor, Tensor]:
    loss = -(y * torch.log(y_hat + EPS) + (1 - y) * torch.log(1 - y_hat + EPS))
    grad = -(y / (y_hat + EPS)) + (1 - y) / (1 - y_hat + EPS)
    return loss.mean(), grad / y.numel()


if __name__ == "__main__":
    net = MLP(2, 3, "relu", 3, 1, "sigmoid")
    x, y = torch.randn(4, 2), torch.rand(4, 1)
    J, dJdy_hat = bce_loss(y, net.forward(x))
    net.backward(dJdy_hat)
    # J.backward() would do it, too
    print(J)
