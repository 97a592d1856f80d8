"""Correct parts to put in place of a submission's own, so that what builds on a wrong part is judged apart from it.

They are given to students. Losses are those of the handout; every derivative is taken numerically, so that nothing
here shows how one is written.
"""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, Tuple

import torch

STEP = 1e-5  # of a central difference

Entries = Callable[[torch.Tensor, torch.Tensor], torch.Tensor]
Loss = Callable[[torch.Tensor, torch.Tensor], Tuple[torch.Tensor, torch.Tensor]]


def squared_error(y: torch.Tensor, y_hat: torch.Tensor) -> torch.Tensor:
    """Return the squared error of every entry."""
    return (y_hat - y) ** 2


def cross_entropy(y: torch.Tensor, y_hat: torch.Tensor) -> torch.Tensor:
    """Return the binary cross-entropy of every entry."""
    return -(y * torch.log(y_hat) + (1 - y) * torch.log(1 - y_hat))


def loss(entries: Entries) -> Loss:
    """Return a loss function: J is the mean over all entries, and each entry of y_hat moves its own term only."""

    def loss_and_slope(y: torch.Tensor, y_hat: torch.Tensor) -> Tuple[torch.Tensor, torch.Tensor]:
        terms = entries(y, y_hat)
        step = STEP * torch.ones_like(y_hat)
        change = entries(y, y_hat + step) - entries(y, y_hat - step)
        return terms.mean(), change / (2 * STEP) / terms.numel()

    return loss_and_slope


def gradients(mlp_class: Any) -> None:
    """Let backward of a submission's MLP differentiate its own forward pass numerically, whatever it did before."""
    forward = mlp_class.forward

    def remembering(self: Any, x: torch.Tensor) -> Any:
        self.given_x = x.clone()
        return forward(self, x)

    def backward(self: Any, dJdy_hat: torch.Tensor) -> None:
        trial = copy.deepcopy(self)

        def projected() -> float:
            return float((forward(trial, self.given_x.clone()) * dJdy_hat).sum())

        for name, parameter in trial.parameters.items():
            self.grads["dJd" + name] = _slopes(projected, parameter)

    mlp_class.forward, mlp_class.backward = remembering, backward


def _slopes(function: Callable[[], float], parameter: torch.Tensor) -> torch.Tensor:
    """Return the central difference of `function` by every entry of a parameter, which is as before afterwards."""
    slopes, entries = torch.zeros_like(parameter), parameter.view(-1)
    for place in range(len(entries)):
        before = float(entries[place])
        entries[place] = before + STEP
        above = function()
        entries[place] = before - STEP
        slopes.view(-1)[place] = (above - function()) / (2 * STEP)
        entries[place] = before
    return slopes


STAND_INS: Dict[str, Any] = {
    "mse_loss": loss(squared_error),
    "bce_loss": loss(cross_entropy),
    "MLP.backward": gradients,
}
