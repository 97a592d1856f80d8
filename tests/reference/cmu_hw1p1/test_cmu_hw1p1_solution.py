"""The solution and the shared reference, written apart, agree on every case."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from reference import nn
from tests.reference.cmu_hw1p1.homework import cases_of

if TYPE_CHECKING:
    from grader.cases import Case
    from tests.reference.cmu_hw1p1.homework import Run

ACTIVATIONS = {"Identity": nn.identity, "Sigmoid": nn.sigmoid, "Tanh": nn.tanh, "ReLU": nn.relu}
same = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-12)


def network(inputs: dict[str, Any]) -> tuple[nn.Layer, ...]:
    layers = []
    for i, (W, b, name) in enumerate(zip(inputs["weights"], inputs["biases"], inputs["activations"], strict=True)):
        layer = nn.Layer({"W": W, "b": b[None]}, ACTIVATIONS[name])
        if i < inputs.get("num_bn_layers", 0):
            layer = nn.normalised(layer)
            scale = {"gamma": inputs["gammas"][i], "beta": inputs["betas"][i]}
            layer = replace(layer, parameters={**layer.parameters, **scale})
        layers.append(layer)
    return tuple(layers)


def criterion(name: str) -> Any:
    def squared(z: Any, t: Any) -> tuple[Any, Any]:
        return 0.5 * np.sum((z - t) ** 2, axis=1), lambda dloss: dloss[:, None] * (z - t)

    return squared if name == "SquaredError" else nn.softmax_cross_entropy


@cases_of("sigmoid", "tanh", "relu")
def test_activations_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    x = inputs["x"].copy()
    y, vjp = {"sigmoid": nn.sigmoid, "tanh": nn.tanh, "relu": nn.relu}[probe](x)
    outputs = run(probe, inputs)
    same(outputs["returned"], y)
    same(outputs["derivative"], vjp(np.ones_like(x)))


@cases_of("softmax")
def test_the_criterion_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    loss, vjp = nn.softmax_cross_entropy(inputs["x"].copy(), inputs["labels"].copy())
    outputs = run(probe, inputs)
    same(outputs["returned"], loss)
    same(outputs["derivative"], vjp(np.ones_like(loss)))
    same(outputs["sm"], nn.softmax(inputs["x"])[0])


@cases_of("mlp_forward", "batchnorm_forward")
def test_logits_and_losses_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    logits = nn.mlp(network(inputs), inputs["x"].copy()).output
    losses, _ = criterion(inputs["criterion"])(logits, inputs["labels"])
    outputs = run(probe, inputs)
    same(outputs["returned"], logits)
    same(outputs["loss"], losses.mean())


@cases_of("mlp_backward", "batchnorm_backward")
def test_gradients_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    n = len(inputs["x"])
    logits, vjp, _ = nn.mlp(network(inputs), inputs["x"].copy())
    _, loss_vjp = criterion(inputs["criterion"])(logits, inputs["labels"].copy())
    _, of_mean = vjp(loss_vjp(np.full(n, 1 / n)))
    _, of_sum = vjp(loss_vjp(np.ones(n)))
    outputs = run(probe, inputs)
    for i, gradient in enumerate(of_mean):
        same(outputs["dW[]"][i], gradient["W"])
        same(outputs["db[]"][i], gradient["b"][0])
    for i in range(inputs.get("num_bn_layers", 0)):  # the handout wants sums here
        same(outputs["dgamma[]"][i], of_sum[i]["gamma"])
        same(outputs["dbeta[]"][i], of_sum[i]["beta"])


@cases_of("updates")
def test_updates_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    layers = network(inputs)
    velocities = nn.at_rest(layers)
    for x, y in zip(inputs["xs"], inputs["labels"], strict=True):
        logits, vjp, layers = nn.mlp(layers, x)
        _, loss_vjp = nn.softmax_cross_entropy(logits, y)
        _, gradients = vjp(loss_vjp(np.full(len(x), 1 / len(x))))
        layers, velocities = nn.step(layers, gradients, velocities, inputs["lr"], inputs["momentum"])
    outputs = run(probe, inputs)
    for i, layer in enumerate(layers):
        same(outputs["W[]"][i], layer.parameters["W"])
        same(outputs["b[]"][i], layer.parameters["b"][0])


@cases_of("batchnorm_layer")
def test_batch_normalisation_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    y, vjp = nn.batch_norm(inputs["x"].copy(), inputs["gamma"].copy(), inputs["beta"].copy())
    dx, dgamma, dbeta = vjp(inputs["delta"])
    running = nn.initial_statistics(inputs["x"].shape[1])
    for batch in (*inputs["earlier"], inputs["x"]):
        running = nn.running_statistics(running, nn.batch_statistics(batch), inputs["alpha"])
    outputs = run(probe, inputs)
    expected = {"returned": y, "dx": dx, "dgamma": dgamma, "dbeta": dbeta}
    for name, value in {**expected, "running_mean": running.mean, "running_var": running.var}.items():
        same(outputs[name], value)


@cases_of("inference")
def test_inference_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    layers = network(inputs)
    for batch in inputs["xs"]:
        layers = nn.mlp(layers, batch).layers
    same(run(probe, inputs)["returned"], nn.mlp(layers, inputs["x"], train=False).output)
