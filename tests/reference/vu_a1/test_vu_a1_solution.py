"""The solution agrees with the shared reference, with central differences, and with itself in its three forms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reference import nn
from tests.reference.vu_a1.homework import cases_of

if TYPE_CHECKING:
    from types import SimpleNamespace

    from grader.cases import Case
    from tests.reference.vu_a1.homework import Run

same = partial(np.testing.assert_allclose, rtol=1e-10, atol=1e-12)


def reference(inputs: dict[str, Any]) -> tuple[Any, ...]:
    """Return h, y, the mean loss and its gradients by the shared reference, for one instance or a batch."""
    x = np.atleast_2d(inputs["X"] if "X" in inputs else inputs["x"])
    t = np.atleast_1d(inputs["T"] if "T" in inputs else inputs["t"])
    k, first_vjp = nn.linear(x, inputs["W"], inputs["b"])
    h, sigmoid_vjp = nn.sigmoid(k)
    o, second_vjp = nn.linear(h, inputs["V"], inputs["c"])
    loss, loss_vjp = nn.mean(nn.softmax_cross_entropy)(o, np.eye(o.shape[1])[t])
    dh, dV, dc = second_vjp(loss_vjp(np.array(1.0)))
    _, dW, db = first_vjp(sigmoid_vjp(dh))
    return h, nn.softmax(o)[0], loss, dW, db, dV, dc


@cases_of("scalar_forward", "single_forward", "batch_forward")
def test_forward_and_loss_agree_with_the_shared_reference(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    h, y, loss, *_ = reference(inputs)
    outputs = run(probe, inputs)
    same(np.atleast_2d(outputs["H" if "H" in outputs else "h"]), h)
    same(np.atleast_2d(outputs["Y" if "Y" in outputs else "y"]), y)
    same(outputs["loss"], loss)


@cases_of("scalar_backward", "single_backward", "batch_backward")
def test_gradients_agree_with_the_shared_reference(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    outputs = run(probe, inputs)
    for name, gradient in zip(("dW", "db", "dV", "dc"), reference(inputs)[3:], strict=True):
        assert outputs[name].shape == inputs[name[1]].shape
        same(outputs[name], gradient)


@cases_of("scalar_backward", "single_backward", "batch_backward")
def test_gradients_agree_with_central_differences(probe: str, case: Case, run: Run) -> None:
    inputs, step = case.inputs(), 1e-5
    outputs, rng = run(probe, inputs), np.random.default_rng(0)
    for name in "WbVc":
        at = tuple(rng.integers(0, size) for size in inputs[name].shape)
        losses = []
        for shift in (step, -step):
            moved = inputs[name].copy()
            moved[at] += shift
            losses.append(run(probe.replace("backward", "forward"), {**inputs, name: moved})["loss"])
        assert outputs[f"d{name}"][at] == pytest.approx((losses[0] - losses[1]) / (2 * step), rel=1e-5, abs=1e-9)


@cases_of("batch_backward")
def test_a_batch_gives_the_mean_of_its_instances(probe: str, case: Case, vectorized: SimpleNamespace) -> None:
    inputs = case.inputs()
    parameters = [inputs[name] for name in "WbVc"]
    each = [vectorized.backward(x, t, *parameters) for x, t in zip(inputs["X"], inputs["T"], strict=True)]
    assert probe == "batch_backward"
    for gradient, gradients in zip(
        vectorized.backward_batch(inputs["X"], inputs["T"], *parameters), zip(*each, strict=True), strict=True
    ):
        same(gradient, np.mean(gradients, axis=0))


def test_nothing_overflows_far_from_zero(vectorized: SimpleNamespace) -> None:
    with np.errstate(all="raise", under="ignore"):
        h, y = vectorized.forward(np.array([1000.0]), np.eye(1), np.zeros(1), np.array([[900.0, -900.0]]), np.zeros(2))
        assert vectorized.sigmoid(np.array([-1000.0])) == 0
    same(h, [1])
    same(y, [1, 0])


@cases_of("scalar_train")
def test_training_in_plain_python_is_that_of_the_shared_reference(
    probe: str, case: Case, run: Run, scalar: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = {**case.inputs(), "epochs": 2}
    drawn = iter(np.random.default_rng(1).normal(size=12))
    monkeypatch.setattr(scalar.train.__globals__["random"], "gauss", lambda *_: float(next(drawn)))
    outputs = run(probe, inputs)
    start = np.random.default_rng(1).normal(size=12)
    network = {"W": start[:6].reshape(2, 3), "b": np.zeros(3), "V": start[6:].reshape(3, 2), "c": np.zeros(2)}
    for epoch in range(2):
        losses = []
        for x, t in zip(inputs["xs"], inputs["ts"], strict=True):
            _, _, loss, *gradients = reference({**network, "x": x, "t": t})
            losses.append(loss)
            for name, gradient in zip("WbVc", gradients, strict=True):
                network[name] = network[name] - inputs["lr"] * gradient
        assert outputs["losses"][epoch] == pytest.approx(np.mean(losses), rel=1e-9)


@cases_of("digits")
def test_the_evidence_of_question_seven_is_of_three_runs_that_differ(probe: str, case: Case, run: Run) -> None:
    inputs = case.inputs()
    outputs = run(probe, inputs)
    assert all(np.shape(curve) == (inputs["epochs"],) for curve in outputs.values())
    assert np.all(outputs["training_loss_std"] > 0)
    assert outputs["training_loss"][-1] < outputs["training_loss"][0]
    assert outputs["training_loss_at_0.03"][-1] < outputs["training_loss_at_0.001"][-1]


def test_a_smaller_last_batch_counts_by_its_size(vectorized: SimpleNamespace) -> None:
    rng = np.random.default_rng(3)
    X, T = rng.random((7, 4)), np.arange(7) % 3
    losses = []
    for batch_size in (7, 3):
        np.random.seed(5)  # noqa: NPY002 - the solution draws from there
        losses.append(vectorized.train(X, T, X, T, n_hidden=5, epochs=1, lr=0.0, batch_size=batch_size)[0])
    same(losses[0], losses[1])
