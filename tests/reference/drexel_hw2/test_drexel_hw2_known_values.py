"""Every value that is known for this homework comes out of the reference, through its public interface."""

from __future__ import annotations

import json
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.datasets import table
from tests.reference.drexel_hw2.modules import FOLDER

if TYPE_CHECKING:
    from types import SimpleNamespace

H = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
W, B = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[-1.0, 2.0]])
Y, YHAT = np.array([[0.0], [1.0]]), np.array([[0.2], [0.3]])
CLASSES, SHARES = np.array([[1.0, 0, 0], [0, 1, 0]]), np.array([[0.2, 0.2, 0.6], [0.2, 0.7, 0.1]])
KID_CREATIVE = os.environ.get("KID_CREATIVE", "")
digits = partial(np.testing.assert_allclose, rtol=0)
SIGMOID = [[0.19661193, 0.10499359, 0.04517666], [0.01766271, 0.00664806, 0.00246651]]
TANH = [[0.419974342, 0.070650825, 0.009866037], [0.001340950, 0.000181583, 0.000024576]]
SOFTMAX = [[0.0819, -0.0220, -0.0599], [-0.0220, 0.1848, -0.1628], [-0.0599, -0.1628, 0.2227]]


def after_forward(layer: Any) -> Any:
    layer.forward(H)
    return layer


def connected(classes: SimpleNamespace) -> Any:
    layer = classes.FullyConnectedLayer(3, 2)
    layer.setWeights(W)
    layer.setBiases(B)
    return after_forward(layer)


class TestLayersAtH:
    def test_the_softmax_has_the_known_jacobian_in_both_rows(self, classes: SimpleNamespace) -> None:
        digits(after_forward(classes.SoftmaxLayer()).gradient(), [SOFTMAX, SOFTMAX], atol=5.1e-5)

    def test_the_sigmoid_has_the_known_diagonal(self, classes: SimpleNamespace) -> None:
        digits(after_forward(classes.LogisticSigmoidLayer()).gradient(), SIGMOID, atol=5.1e-9)

    def test_the_tanh_has_the_known_diagonal(self, classes: SimpleNamespace) -> None:
        digits(after_forward(classes.TanhLayer()).gradient(), TANH, atol=1e-9)  # cut off, not rounded

    def test_relu_and_linear_layer_let_everything_through(self, classes: SimpleNamespace) -> None:
        for name in ("ReLULayer", "LinearLayer"):
            digits(after_forward(getattr(classes, name)()).gradient(), np.ones((2, 3)), atol=0)

    def test_the_fully_connected_layer_gives_its_weights_transposed(self, classes: SimpleNamespace) -> None:
        digits(connected(classes).getPrevOut(), [[21, 30], [48, 66]], atol=0)
        digits(connected(classes).gradient(), [[1, 3, 5], [2, 4, 6]], atol=0)


class TestObjectives:
    def test_the_squared_error_and_its_gradient(self, classes: SimpleNamespace) -> None:
        assert classes.SquaredError().eval(Y, YHAT) == pytest.approx(0.265, abs=1e-15)
        digits(classes.SquaredError().gradient(Y, YHAT), [[0.4], [-1.4]], atol=1e-15)

    def test_the_log_loss_and_its_gradient(self, classes: SimpleNamespace) -> None:
        assert classes.LogLoss().eval(Y, YHAT) == pytest.approx(0.7135582, abs=5.1e-8)
        digits(classes.LogLoss().gradient(Y, YHAT), [[1.25], [-3.3333]], atol=5.1e-5)

    def test_the_cross_entropy_and_its_gradient(self, classes: SimpleNamespace) -> None:
        assert classes.CrossEntropy().eval(CLASSES, SHARES) == pytest.approx(0.9830564, abs=5.1e-8)
        digits(classes.CrossEntropy().gradient(CLASSES, SHARES), [[-5, 0, 0], [0, -1.42857143, 0]], atol=5.1e-9)


def test_theory_json_holds_what_the_modules_give(classes: SimpleNamespace) -> None:
    names = {"relu": "ReLULayer", "sigmoid": "LogisticSigmoidLayer", "softmax": "SoftmaxLayer", "tanh": "TanhLayer"}
    given = {name: after_forward(getattr(classes, layer)()).gradient() for name, layer in names.items()}
    given["fully_connected"] = connected(classes).gradient()
    objectives = (("squared_error", "SquaredError", Y, YHAT), ("log_loss", "LogLoss", Y, YHAT))
    for name, objective, target, estimate in (*objectives, ("cross_entropy", "CrossEntropy", CLASSES, SHARES)):
        given[name] = getattr(classes, objective)().eval(target, estimate)
        given[f"{name}_gradient"] = getattr(classes, objective)().gradient(target, estimate)
    answers = json.loads((FOLDER.solution / "theory.json").read_text())
    assert set(answers) == set(given)
    for name, value in given.items():
        np.testing.assert_allclose(answers[name], value, rtol=1e-7, err_msg=name)


def test_the_form_for_theory_json_asks_for_these_answers_in_their_shapes() -> None:
    form = json.loads((FOLDER.path / "handout" / "theory_template.json").read_text())
    answers = json.loads((FOLDER.solution / "theory.json").read_text())
    assert set(form) - {"how to use this", "given"} == set(answers)
    assert all(np.shape(form[name]) == np.shape(answer) for name, answer in answers.items())
    assert all(entry is None for name in answers for entry in np.ravel(np.array(form[name], dtype=object)))
    given = form["given"]["layers"], *[form["given"][name] for name in ("squared error and log loss", "cross entropy")]
    assert [given[0]["H"], given[0]["W"], given[0]["b"]] == [H.tolist(), W.tolist(), B.tolist()]
    assert [given[1]["Y"], given[1]["Yhat"]] == [Y.tolist(), YHAT.tolist()]
    assert [given[2]["Y"], given[2]["Yhat"]] == [CLASSES.tolist(), SHARES.tolist()]


@pytest.mark.skipif(not KID_CREATIVE, reason="the course's table is not here: name KidCreative.csv in KID_CREATIVE")
def test_the_known_mean_gradients_of_kid_creative_with_numpy_seed_0(classes: SimpleNamespace) -> None:
    kids = table(Path(KID_CREATIVE))
    assert kids.rows.shape == (673, 18)
    assert kids.column("Buy").sum() == 125
    features = kids.rows[:, [name not in ("Obs No.", "Buy") for name in kids.names]]
    np.random.seed(0)  # noqa: NPY002 - what the known values were made with
    layers = classes.InputLayer(features), classes.FullyConnectedLayer(16, 1), classes.LogisticSigmoidLayer()
    Yhat = features
    for layer in layers:
        Yhat = layer.forward(Yhat)
    gradient = classes.LogLoss().gradient(kids.column("Buy")[:, None], Yhat)
    digits(gradient.mean(), 1.25696202, atol=5.1e-9)
    digits(layers[2].backward(gradient).mean(), 0.31424050, atol=5.1e-9)
