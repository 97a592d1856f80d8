"""What is stored for NYU's homework 1 agrees with the NumPy reference, which shares no code with it; needs no torch."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader import expected
from grader.course import AssignmentFolder
from reference.nn.activations import identity, relu, sigmoid
from reference.nn.criteria import bce, mse
from reference.nn.layer import Layer
from reference.nn.mlp import mlp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.expected import ExpectedCase
    from reference.nn.arrays import Array
    from reference.nn.mlp import Forward

FOLDER = AssignmentFolder(Path(__file__).parents[3] / "reference" / "nyu_hw1")
STORED = expected.load(FOLDER)
FUNCTIONS = {"identity": identity, "relu": relu, "sigmoid": sigmoid}
CRITERIA = {"mse_loss": mse, "bce_loss": bce}
NAMES = ("dJdW1", "dJdb1", "dJdW2", "dJdb2")

close = partial(np.testing.assert_allclose, rtol=1e-12, atol=1e-13)
each = partial(pytest.mark.parametrize, "case", ids=lambda case: case.name)


def run(inputs: Mapping[str, Any], x: Array) -> Forward:
    """Run a case's network forward; its weights are (out, in), those of the reference (in, out)."""
    layers = [
        Layer({"W": inputs[f"W{i}"].T, "b": inputs[f"b{i}"]}, FUNCTIONS[inputs[name]])
        for i, name in enumerate(("f", "g"), 1)
    ]
    return mlp(layers, x)


def gradients(passed: Forward, dy: Array) -> dict[str, Array]:
    """Return the gradients under the names and in the shapes of the homework."""
    _, (first, second) = passed.vjp(dy)
    return dict(zip(NAMES, (first["W"].T, first["b"], second["W"].T, second["b"]), strict=True))


@each(STORED.cases("forward"))
def test_predictions_are_those_of_the_numpy_reference(case: ExpectedCase) -> None:
    close(case.outputs["y_hat"], run(case.inputs, case.inputs["x"]).output)
    close(case.outputs["again"], run(case.inputs, case.inputs["again"]).output)


@each(STORED.cases("backward"))
def test_gradients_are_those_of_the_numpy_reference(case: ExpectedCase) -> None:
    for prefix, x, dy in (("", "x", "dJdy_hat"), ("again_", "again", "dJdy_hat_again")):
        for name, gradient in gradients(run(case.inputs, case.inputs[x]), case.inputs[dy]).items():
            close(case.outputs[prefix + name], gradient)


@each(STORED.cases("loss"))
def test_losses_are_those_of_the_numpy_reference(case: ExpectedCase) -> None:
    J, vjp = CRITERIA[case.inputs["name"]](case.inputs["y_hat"], case.inputs["y"])
    close(case.outputs["J"], J)
    close(case.outputs["dJdy_hat"], vjp(np.array(1.0)))


@each(STORED.cases("chain"))
def test_the_whole_is_that_of_the_numpy_reference(case: ExpectedCase) -> None:
    passed = run(case.inputs, case.inputs["x"])
    J, vjp = CRITERIA[case.inputs["name"]](passed.output, case.inputs["y"])
    close(case.outputs["J"], J)
    for name, gradient in gradients(passed, vjp(np.array(1.0))).items():
        close(case.outputs[name], gradient)


@each(STORED.cases("loss"))
def test_the_slope_of_a_loss_is_its_complex_step(case: ExpectedCase) -> None:
    y, y_hat, step = case.inputs["y"], case.inputs["y_hat"], 1e-30
    for index in np.ndindex(y.shape):
        moved = y_hat.astype(complex)
        moved[index] += 1j * step
        squares, logs = (moved - y) ** 2, -(y * np.log(moved) + (1 - y) * np.log(1 - moved))
        J = (squares if case.inputs["name"] == "mse_loss" else logs).sum() / (len(y) * y.shape[1])
        close(case.outputs["dJdy_hat"][index], J.imag / step, rtol=1e-10)


def test_everything_is_stored_in_double_precision_and_what_came_in_is_unchanged() -> None:
    for case in STORED:
        for name, value in case.outputs.items():
            assert value.dtype == np.float64, (case.name, name)
            if name in case.inputs and name != "again":  # where what came in and what came out have one name
                np.testing.assert_array_equal(value, case.inputs[name])


def test_an_example_worked_out_by_hand() -> None:
    """Two samples, one unit each: z1 = (3, -1), relu (3, 0), y_hat = 2 (3, 0) + 1 = (7, 1), targets (5, 1)."""
    one = np.ones(1)
    network = {"W1": np.array([[2.0]]), "b1": one, "W2": np.array([[2.0]]), "b2": one, "f": "relu", "g": "identity"}
    passed = run(network, np.array([[1.0], [-1.0]]))
    J, vjp = mse(passed.output, np.array([[5.0], [1.0]]))
    close(passed.output, [[7.0], [1.0]])
    close(J, 2.0)
    found = gradients(passed, vjp(np.array(1.0)))
    close([found[name].item() for name in NAMES], [4.0, 4.0, 6.0, 2.0])
    close(bce(np.full((1, 2), 0.5), np.array([[1.0, 0.0]]))[0], np.log(np.array(2.0)))
