"""Descend: stochastic gradient descent with momentum."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference.nn.arrays import Array
    from reference.nn.layer import Layer, Parameters


def momentum_sgd(W: Array, gradient: Array, velocity: Array, lr: float, momentum: float = 0.0) -> tuple[Array, Array]:
    """Return W + v and v = momentum velocity - lr gradient (classical momentum; CMU hw1p1).

    Without momentum it is plain SGD. torch keeps -v / lr instead: the same steps while lr does not change.
    """
    v = momentum * velocity - lr * gradient
    return W + v, v


def step(
    layers: Sequence[Layer],
    gradients: Sequence[Parameters],
    velocities: Sequence[Parameters],
    lr: float,
    momentum: float = 0.0,
) -> tuple[tuple[Layer, ...], list[Parameters]]:
    """Return the layers after one step, and their velocities.

    Only W and b have momentum; gamma and beta take plain steps (CMU hw1p1).
    """
    stepped, moved = [], []
    for layer, gradient, velocity in zip(layers, gradients, velocities, strict=True):
        after = {
            name: momentum_sgd(W, gradient[name], velocity[name], lr, momentum if name in ("W", "b") else 0.0)
            for name, W in layer.parameters.items()
        }
        stepped.append(replace(layer, parameters={name: W for name, (W, _) in after.items()}))
        moved.append({name: v for name, (_, v) in after.items()})
    return tuple(stepped), list(moved)


def at_rest(layers: Sequence[Layer]) -> list[Parameters]:
    """Return the velocities before the first step: zeros."""
    return [{name: np.zeros_like(W) for name, W in layer.parameters.items()} for layer in layers]
