"""Compare with torch's own functions and its autograd. Skipped where torch is not installed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference.nn import (
    at_rest,
    batch_norm,
    batch_norm_eval,
    batch_statistics,
    bce,
    derivative,
    identity,
    initial_statistics,
    linear,
    logistic_cross_entropy,
    make_mlp,
    mean,
    mlp,
    mse,
    normal,
    one_hot,
    relu,
    running_statistics,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softsign,
    step,
    tanh,
    zeros,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from reference.nn import Activation, Array, Criterion

torch = pytest.importorskip("torch")
F = torch.nn.functional

close = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-12)


def tensor(x: Array) -> Any:
    return torch.tensor(x, dtype=torch.float64, requires_grad=True)


@pytest.mark.parametrize(
    ("f", "theirs"),
    [
        (sigmoid, torch.sigmoid),
        (tanh, torch.tanh),
        (relu, torch.relu),
        (softsign, F.softsign),
        (softmax, partial(torch.softmax, dim=-1)),
    ],
)
def test_activations(f: Activation, theirs: Callable[..., Any], rng: np.random.Generator) -> None:
    z = np.concatenate([3 * rng.normal(size=(5, 4)), [[-1000, 1000, 0, 800]]])
    dy = rng.normal(size=z.shape)
    z_t = tensor(z)
    y_t = theirs(z_t)
    y_t.backward(torch.tensor(dy))
    y, vjp = f(z)
    close(y, y_t.detach())
    close(vjp(dy), z_t.grad)


@pytest.mark.parametrize(
    ("criterion", "theirs"),
    [
        (mean(softmax_cross_entropy), F.cross_entropy),
        (mean(logistic_cross_entropy), F.binary_cross_entropy_with_logits),
        (mse, F.mse_loss),
    ],
)
def test_criteria(criterion: Criterion, theirs: Callable[..., Any], rng: np.random.Generator) -> None:
    z = np.concatenate([rng.normal(size=(5, 3)), [[1000, -1000, 0], [0, 800, 0]]])
    t = softmax(rng.normal(size=z.shape))[0]
    compare(criterion, theirs, z, t)


def test_bce(rng: np.random.Generator) -> None:
    compare(bce, F.binary_cross_entropy, rng.uniform(0.05, 0.95, size=(5, 3)), rng.uniform(size=(5, 3)))


def compare(criterion: Criterion, theirs: Callable[..., Any], z: Array, t: Array) -> None:
    z_t = tensor(z)
    loss_t = theirs(z_t, torch.tensor(t))
    loss_t.backward()
    close(criterion(z, t)[0], loss_t.item())
    close(derivative(criterion, z, t), z_t.grad)


def test_batch_norm_and_its_running_statistics(rng: np.random.Generator) -> None:
    x, gamma, beta, dy = (rng.normal(size=s) for s in ((7, 3), (1, 3), (1, 3), (7, 3)))
    x_t, gamma_t, beta_t = tensor(x), tensor(gamma[0]), tensor(beta[0])
    mean_t, var_t = torch.zeros(3, dtype=torch.float64), torch.ones(3, dtype=torch.float64)
    y_t = F.batch_norm(x_t, mean_t, var_t, gamma_t, beta_t, training=True, momentum=0.1, eps=1e-8)
    y_t.backward(torch.tensor(dy))

    y, vjp = batch_norm(x, gamma, beta)
    close(y, y_t.detach())
    for ours, theirs in zip(vjp(dy), (x_t.grad, gamma_t.grad[None], beta_t.grad[None]), strict=True):
        close(ours, theirs)

    batch = batch_statistics(x)
    running = running_statistics(initial_statistics(3), batch._replace(var=batch.var * 7 / 6))  # as torch's
    close(running.mean[0], mean_t)
    close(running.var[0], var_t)
    y_t = F.batch_norm(x_t, mean_t, var_t, gamma_t, beta_t, training=False, eps=1e-8)
    close(batch_norm_eval(x, gamma, beta, running)[0], y_t.detach())


def test_linear(rng: np.random.Generator) -> None:
    x, W, b, dz = (rng.normal(size=s) for s in ((5, 4), (4, 3), (3,), (5, 3)))
    x_t, W_t, b_t = tensor(x), tensor(W.T), tensor(b)
    z_t = F.linear(x_t, W_t, b_t)
    z_t.backward(torch.tensor(dz))
    z, vjp = linear(x, W, b)
    close(z, z_t.detach())
    for ours, theirs in zip(vjp(dz), (x_t.grad, W_t.grad.T, b_t.grad), strict=True):
        close(ours, theirs)


def test_five_steps_of_momentum_through_a_normalised_network(rng: np.random.Generator) -> None:
    layers = make_mlp([4, 6, 5, 3], [sigmoid, relu, identity], partial(normal, rng), zeros, num_bn_layers=2)
    theirs = [{name: tensor(p) for name, p in layer.parameters.items()} for layer in layers]
    fast = [p[name] for p in theirs for name in ("W", "b")]
    plain = [p[name] for p in theirs for name in ("gamma", "beta") if name in p]
    optimiser = torch.optim.SGD([{"params": fast, "momentum": 0.856}, {"params": plain}], lr=0.05)
    velocities = at_rest(layers)
    for _ in range(5):
        x, t = rng.normal(size=(7, 4)), one_hot(rng.integers(3, size=7), 3)
        optimiser.zero_grad()
        F.cross_entropy(torch_forward(theirs, torch.tensor(x)), torch.tensor(t)).backward()
        optimiser.step()

        z, vjp, layers = mlp(layers, x)
        _, gradients = vjp(derivative(mean(softmax_cross_entropy), z, t))
        layers, velocities = step(layers, gradients, velocities, lr=0.05, momentum=0.856)
    for layer, parameters in zip(layers, theirs, strict=True):
        for name, p in layer.parameters.items():
            close(p, parameters[name].detach())


def torch_forward(parameters: list[dict[str, Any]], x: Any) -> Any:
    for p, activation in zip(parameters, (torch.sigmoid, torch.relu, torch.nn.Identity()), strict=True):
        z = x @ p["W"] + p["b"]
        if "gamma" in p:
            z = F.batch_norm(z, None, None, p["gamma"][0], p["beta"][0], training=True, eps=1e-8)
        x = activation(z)
    return x
