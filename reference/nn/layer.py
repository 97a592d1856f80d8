"""Apply one layer of a network, `activation(norm(x W + b))`, with batch normalisation or without a norm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reference.nn.arrays import Array
from reference.nn.batchnorm import (
    Statistics,
    batch_norm,
    batch_norm_eval,
    batch_statistics,
    initial_statistics,
    running_statistics,
)
from reference.nn.linear import linear

if TYPE_CHECKING:
    from reference.nn.arrays import Activation

Parameters: TypeAlias = Mapping[str, Array]  # by name; gradients and velocities have the same names
LayerVjp: TypeAlias = Callable[[Array], tuple[Array, Parameters]]  # dL/doutput -> dL/dinput, the gradients


@dataclass(frozen=True)
class Layer:
    """One layer: W (n_in, n_out), b (1, n_out), and, when it is normalised, gamma, beta and `running`."""

    parameters: Parameters
    activation: Activation
    running: Statistics | None = None


def normalised(layer: Layer) -> Layer:
    """Return the layer with batch normalisation before its activation: gamma is one, beta is zero."""
    d = layer.parameters["W"].shape[1]
    scale_and_shift = {"gamma": np.ones((1, d)), "beta": np.zeros((1, d))}
    return replace(layer, parameters={**layer.parameters, **scale_and_shift}, running=initial_statistics(d))


def forward(layer: Layer, x: Array, *, train: bool) -> tuple[Array, LayerVjp, Layer]:
    """Return the layer's output on x (N, n_in), its vjp, and the layer after it saw the batch."""
    z, linear_vjp = linear(x, layer.parameters["W"], layer.parameters["b"])
    norm, norm_vjp = normalise(layer, z, train=train)
    y, activation_vjp = layer.activation(norm)

    def vjp(dy: Array) -> tuple[Array, Parameters]:
        dnorm = activation_vjp(dy)
        dz, norm_gradients = norm_vjp(dnorm)
        dx, dW, db = linear_vjp(dz)
        return dx, {"W": dW, "b": db, **norm_gradients}

    return y, vjp, observe(layer, z) if train else layer


def normalise(layer: Layer, z: Array, *, train: bool) -> tuple[Array, LayerVjp]:
    """Return z normalised by the batch (train) or the running statistics (eval); z itself without a norm."""
    if layer.running is None:
        return z, lambda dz: (dz, {})
    gamma, beta = layer.parameters["gamma"], layer.parameters["beta"]
    if train:
        norm, norm_vjp = batch_norm(z, gamma, beta)
    else:
        norm, norm_vjp = batch_norm_eval(z, gamma, beta, layer.running)

    def vjp(dnorm: Array) -> tuple[Array, Parameters]:
        dz, dgamma, dbeta = norm_vjp(dnorm)
        return dz, {"gamma": dgamma, "beta": dbeta}

    return norm, vjp


def observe(layer: Layer, z: Array) -> Layer:
    """Return the layer with the batch z counted in its running statistics, if it keeps any."""
    if layer.running is None:
        return layer
    return replace(layer, running=running_statistics(layer.running, batch_statistics(z)))
