from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from reference.nn import (
    Activation,
    Array,
    Layer,
    batch_norm,
    batch_statistics,
    derivative,
    identity,
    linear,
    make_mlp,
    mlp,
    normal,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softsign,
    tanh,
    zeros,
)

CheckVjp = Callable[..., None]

NETWORKS: dict[str, tuple[list[int], list[Activation], int]] = {
    "no hidden layer": ([4, 3], [identity], 0),
    "one layer, normalised": ([4, 3], [sigmoid], 1),
    "one hidden layer": ([4, 5, 3], [tanh, identity], 0),
    "first layer normalised": ([4, 5, 3], [sigmoid, identity], 1),
    "two of three normalised": ([4, 6, 5, 3], [relu, softsign, softmax], 2),
    "five hidden layers": ([4, 5, 6, 5, 6, 5, 3], [sigmoid, tanh, relu, softsign, identity, identity], 0),
}


def network(name: str, rng: np.random.Generator) -> tuple[Layer, ...]:
    """Return the network with every parameter drawn, gamma and beta too."""
    sizes, activations, num_bn_layers = NETWORKS[name]
    layers = make_mlp(sizes, activations, partial(normal, rng), zeros, num_bn_layers)
    return tuple(
        replace(layer, parameters={name: rng.normal(size=p.shape) for name, p in layer.parameters.items()})
        for layer in layers
    )


def flat(layers: Sequence[Layer]) -> list[Array]:
    return [p for layer in layers for p in layer.parameters.values()]


def with_parameters(layers: Sequence[Layer], values: Sequence[Array]) -> tuple[Layer, ...]:
    it = iter(values)
    return tuple(replace(layer, parameters={n: next(it) for n in layer.parameters}) for layer in layers)


@pytest.mark.parametrize(("n", "train"), [(5, True), (5, False), (1, False)])
@pytest.mark.parametrize("name", NETWORKS)
def test_vjp_is_the_numerical_one_for_the_input_and_every_parameter(
    name: str, n: int, train: bool, check_vjp: CheckVjp, rng: np.random.Generator
) -> None:
    layers = network(name, rng)

    def f(x: Array, *values: Array) -> tuple[Array, Callable[[Array], tuple[Any, ...]]]:
        changed = with_parameters(layers, values)
        y, vjp, _ = mlp(changed, x, train=train)

        def flat_vjp(dy: Array) -> tuple[Any, ...]:
            dx, gradients = vjp(dy)
            pairs = zip(changed, gradients, strict=True)
            return dx, *(g[name] for layer, g in pairs for name in layer.parameters)

        return y, flat_vjp

    check_vjp(f, rng.normal(size=(n, 4)), *flat(layers))


def test_a_linear_layer_has_the_numerical_vjp(check_vjp: CheckVjp, rng: np.random.Generator) -> None:
    for b_shape in ((2,), (1, 2)):
        check_vjp(linear, rng.normal(size=(4, 3)), rng.normal(size=(3, 2)), rng.normal(size=b_shape))


def test_without_a_hidden_layer_it_is_softmax_regression(rng: np.random.Generator) -> None:
    x, t = rng.normal(size=(6, 4)), softmax(rng.normal(size=(6, 3)))[0]
    layers = network("no hidden layer", rng)
    y, vjp, _ = mlp(layers, x)
    delta = derivative(softmax_cross_entropy, y, t)
    _, (gradient,) = vjp(delta / 6)
    np.testing.assert_allclose(gradient["W"], x.T @ (softmax(y)[0] - t) / 6)
    np.testing.assert_allclose(gradient["b"], (softmax(y)[0] - t).mean(axis=0, keepdims=True))


def test_cmu_takes_the_mean_for_w_and_b_and_the_sum_for_gamma_and_beta(rng: np.random.Generator) -> None:
    """The convention of hw1p1, written out as its handout does, from one pass back of the undivided delta."""
    x, t = rng.normal(size=(6, 4)), softmax(rng.normal(size=(6, 3)))[0]
    layers = network("first layer normalised", rng)
    first, last = (layer.parameters for layer in layers)
    y, vjp, _ = mlp(layers, x)
    delta = softmax(y)[0] - t
    _, (d_first, d_last) = vjp(delta)

    z, _ = linear(x, first["W"], first["b"])
    h, bn_vjp = batch_norm(z, first["gamma"], first["beta"])
    s = 1 / (1 + np.exp(-h))
    dz, dgamma, dbeta = bn_vjp((delta @ last["W"].T) * s * (1 - s))
    np.testing.assert_allclose(d_last["W"] / 6, s.T @ delta / 6)
    np.testing.assert_allclose(d_first["W"] / 6, x.T @ dz / 6)
    np.testing.assert_allclose(d_first["b"] / 6, dz.mean(axis=0, keepdims=True), atol=1e-15)
    np.testing.assert_allclose(d_first["gamma"], dgamma)
    np.testing.assert_allclose(d_first["beta"], dbeta)


def test_training_passes_update_the_running_statistics_of_normalised_layers_only(
    rng: np.random.Generator,
) -> None:
    x = rng.normal(size=(6, 4))
    layers = network("first layer normalised", rng)
    after = mlp(layers, x, train=True).layers
    batch = batch_statistics(linear(x, layers[0].parameters["W"], layers[0].parameters["b"])[0])
    assert after[0].running is not None
    np.testing.assert_allclose(after[0].running.mean, 0.1 * batch.mean)
    np.testing.assert_allclose(after[0].running.var, 0.9 + 0.1 * batch.var)
    assert after[1].running is None


def test_eval_passes_change_nothing_and_treat_each_row_alone(rng: np.random.Generator) -> None:
    x = rng.normal(size=(6, 4))
    layers = mlp(network("two of three normalised", rng), x, train=True).layers
    y, _, after = mlp(layers, x, train=False)
    assert after == layers
    np.testing.assert_allclose(mlp(layers, x[2:3], train=False).output, y[2:3], rtol=1e-13)


def test_making_a_network_calls_the_initialisers_it_is_given() -> None:
    def weights(n_in: int, n_out: int) -> Array:
        return np.full((n_in, n_out), 7.0)

    layers = make_mlp([4, 5, 3], [relu, identity], weights, zeros, num_bn_layers=1)
    assert [layer.activation for layer in layers] == [relu, identity]
    assert [sorted(layer.parameters) for layer in layers] == [["W", "b", "beta", "gamma"], ["W", "b"]]
    np.testing.assert_array_equal(layers[1].parameters["W"], np.full((5, 3), 7.0))
    np.testing.assert_array_equal(layers[0].parameters["gamma"], np.ones((1, 5)))


def test_making_a_network_wants_one_activation_per_layer() -> None:
    with pytest.raises(ValueError, match="shorter"):
        make_mlp([4, 5, 3], [relu], lambda n, m: np.zeros((n, m)), zeros)
