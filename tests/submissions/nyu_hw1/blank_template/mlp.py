"""Homework 1: a network of two linear layers, and its gradients, by hand.

PyTorch tensors hold the numbers, but autograd must not be used: no `.backward()` of a tensor, nothing of
`torch.autograd` or `torch.func`, no losses or modules of `torch.nn`. Where this is graded, gradient tracking is
switched off and tensors are float64 by default; leave both so. Replace each `raise NotImplementedError` by your code;
keep the names, the arguments and the shapes.
"""

from __future__ import annotations

import torch


class MLP:
    """Linear -> f -> Linear -> g, on batches: axis 0 counts the N samples.

    z1 = x @ W1.T + b1, z2 = f(z1), z3 = z2 @ W2.T + b2, y_hat = g(z3).
    """

    def __init__(
        self,
        linear_1_in_features: int,
        linear_1_out_features: int,
        f_function: str,
        linear_2_in_features: int,
        linear_2_out_features: int,
        g_function: str,
    ) -> None:
        """Draw the parameters. Given.

        `f_function` and `g_function` are 'relu', 'sigmoid' or 'identity'. linear_2_in_features is
        linear_1_out_features.
        """
        self.f_function = f_function
        self.g_function = g_function
        self.parameters = {
            "W1": torch.randn(linear_1_out_features, linear_1_in_features),
            "b1": torch.randn(linear_1_out_features),
            "W2": torch.randn(linear_2_out_features, linear_2_in_features),
            "b2": torch.randn(linear_2_out_features),
        }
        self.grads = {f"dJd{name}": torch.zeros_like(value) for name, value in self.parameters.items()}
        self.cache: dict[str, torch.Tensor] = {}  # whatever your forward keeps for your backward

    def clear_grad_and_cache(self) -> None:
        """Set all gradients to zero and forget the last forward pass. Given; called before every forward pass."""
        for name in self.grads:
            self.grads[name] = torch.zeros_like(self.grads[name])
        self.cache = {}

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y_hat (N, linear_2_out_features) for x (N, linear_1_in_features), and leave x as it is."""
        raise NotImplementedError

    def backward(self, dJdy_hat: torch.Tensor) -> None:
        """Put the gradients of J into self.grads, from dJdy_hat (N, linear_2_out_features), for the last forward pass.

        Each has the shape of its parameter and is a SUM over the batch: a mean over it is in dJdy_hat already. The
        derivative of the relu at zero is free.
        """
        raise NotImplementedError


def mse_loss(y: torch.Tensor, y_hat: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (J, dJdy_hat) of the squared error; y is the target. Both are (N, K).

    J is the mean of (y_hat - y)^2 over all N * K entries, a number; dJdy_hat is (N, K) and belongs to that mean.
    """
    raise NotImplementedError


def bce_loss(y: torch.Tensor, y_hat: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (J, dJdy_hat) of the binary cross-entropy; y is the target, from 0 to 1, y_hat between 0 and 1.

    J is the mean of -(y log y_hat + (1 - y) log(1 - y_hat)) over all N * K entries; dJdy_hat (N, K) belongs to it.
    """
    raise NotImplementedError
