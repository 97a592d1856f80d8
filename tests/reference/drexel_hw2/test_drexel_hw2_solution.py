"""The solution and the shared reference, written apart, agree on every case; derivatives agree with differences."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference import nn
from tests.reference.drexel_hw2.modules import cases_of

if TYPE_CHECKING:
    from types import SimpleNamespace

    from grader.cases import Case
    from tests.reference.drexel_hw2.modules import Run

ACTIVATIONS = {
    "linear": nn.identity,
    "relu": nn.relu,
    "sigmoid": nn.sigmoid,
    "softmax": nn.softmax,
    "tanh": nn.tanh,
}
CLASSES = {
    "linear": "LinearLayer",
    "relu": "ReLULayer",
    "sigmoid": "LogisticSigmoidLayer",
    "softmax": "SoftmaxLayer",
    "tanh": "TanhLayer",
}
OBJECTIVES = {"squared_error": nn.squared_error, "log_loss": nn.log_loss, "cross_entropy": nn.cross_entropy}
STEP = 1e-6
same = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-12)
near = partial(np.testing.assert_allclose, rtol=1e-6, atol=1e-8)


@cases_of(*(f"{name}_gradient" for name in ACTIVATIONS))
def test_jacobians_of_activations_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    same(run(probe, inputs)["gradient"], nn.jacobian(ACTIVATIONS[probe.removesuffix("_gradient")], inputs["x"]))


@cases_of(*(f"{name}_backward" for name in ACTIVATIONS))
def test_backward_of_activations_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    _, vjp = ACTIVATIONS[probe.removesuffix("_backward")](inputs["x"])
    same(run(probe, inputs)["backward"], vjp(inputs["delta"]))


@cases_of("fully_connected_backward")
def test_backward_of_the_fully_connected_layer_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    _, vjp = nn.linear(inputs["x"], inputs["weights"], inputs["biases"])
    same(run(probe, inputs)["backward"], vjp(inputs["delta"])[0])


@pytest.mark.parametrize("name", ACTIVATIONS)
@pytest.mark.parametrize("n", [1, 3])
def test_gradients_agree_with_central_differences(name: str, n: int, classes: SimpleNamespace) -> None:
    x, layer = np.random.default_rng(n).uniform(0.1, 2, (n, 4)) * [1, -1, 1, -1], getattr(classes, CLASSES[name])()
    layer.forward(x)
    gradient = layer.gradient()
    for j, e in enumerate(STEP * np.eye(4)):
        slope = (layer.forward(x + e) - layer.forward(x - e)) / (2 * STEP)
        near(gradient[:, :, j] if gradient.ndim == 3 else gradient * np.eye(4)[j], slope)


@cases_of(*(f"{name}_eval" for name in OBJECTIVES))
def test_objectives_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    loss, _ = OBJECTIVES[probe.removesuffix("_eval")](inputs["Yhat"], inputs["Y"])
    same(run(probe, inputs)["returned"], loss.mean())


@cases_of(*(f"{name}_gradient" for name in OBJECTIVES))
def test_gradients_of_objectives_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    same(
        run(probe, inputs)["gradient"],
        nn.derivative(OBJECTIVES[probe.removesuffix("_gradient")], inputs["Yhat"], inputs["Y"]),
    )


@pytest.mark.parametrize("name", ["SquaredError", "LogLoss", "CrossEntropy"])
def test_a_gradient_is_n_times_the_derivative_of_eval(name: str, classes: SimpleNamespace) -> None:
    rng = np.random.default_rng(5)
    Y, Yhat = np.eye(3)[[0, 2, 1, 1]][:, : 3 if name == "CrossEntropy" else 1], rng.uniform(0.2, 0.8, (4, 3))
    Yhat, objective = Yhat[:, : Y.shape[1]], getattr(classes, name)()
    slopes = np.zeros_like(Yhat)
    for place in np.ndindex(Yhat.shape):
        e = np.zeros_like(Yhat)
        e[place] = STEP
        slopes[place] = (objective.eval(Y, Yhat + e) - objective.eval(Y, Yhat - e)) / (2 * STEP)
    near(objective.gradient(Y, Yhat), len(Y) * slopes)


@cases_of("input_layer")
def test_zscores_agree(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    same(run(probe, inputs)["zscores"], nn.zscore(inputs["table"])[: inputs["count"]])


@cases_of("data_pass", "whole_pass")
def test_the_data_pass_agrees(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    h = inputs["zscores"] if "zscores" in inputs else nn.zscore(inputs["table"])[: inputs["count"]]
    z, linear_vjp = nn.linear(h, inputs["weights"], inputs["biases"])
    Yhat, sigmoid_vjp = nn.sigmoid(z)
    loss, loss_vjp = nn.log_loss(Yhat, inputs["Y"])
    objective = loss_vjp(np.ones_like(loss))
    outputs = run(probe, inputs)
    same(outputs["loss"], loss.mean())
    gradients: list[Any] = [objective, sigmoid_vjp(objective), linear_vjp(sigmoid_vjp(objective))[0]]
    for place, gradient in enumerate(gradients):
        same(outputs[f"mean_gradients[{place}]"], gradient.mean(axis=0))
