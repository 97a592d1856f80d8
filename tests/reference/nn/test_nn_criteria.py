from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.nn import (
    Array,
    Criterion,
    bce,
    cross_entropy,
    derivative,
    log_loss,
    logistic_cross_entropy,
    logistic_squared_error,
    mean,
    mse,
    one_hot,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softsign,
    softsign_cross_entropy,
    squared_error,
)

OF_LOGITS: list[Criterion] = [
    softmax_cross_entropy,
    logistic_cross_entropy,
    logistic_squared_error,
    softsign_cross_entropy,
]
OF_PROBABILITIES: list[Criterion] = [squared_error, log_loss, cross_entropy]
ELEMENTWISE: list[Criterion] = [
    logistic_cross_entropy,
    logistic_squared_error,
    softsign_cross_entropy,
    squared_error,
    log_loss,
]
CheckVjp = Callable[..., None]


def predictions(criterion: Criterion, rng: np.random.Generator, shape: tuple[int, int]) -> Array:
    return rng.normal(size=shape) if criterion in OF_LOGITS else rng.uniform(0.1, 0.9, size=shape)


@pytest.mark.parametrize("targets", ["one-hot", "soft"])
@pytest.mark.parametrize("shape", [(5, 3), (1, 4)])
@pytest.mark.parametrize("criterion", OF_LOGITS + OF_PROBABILITIES)
def test_vjp_is_the_numerical_one(
    criterion: Criterion,
    shape: tuple[int, int],
    targets: str,
    check_vjp: CheckVjp,
    rng: np.random.Generator,
) -> None:
    classes = rng.integers(shape[1], size=shape[0])
    t = one_hot(classes, shape[1]) if targets == "one-hot" else softmax(rng.normal(size=shape))[0]
    check_vjp(lambda prediction: criterion(prediction, t), predictions(criterion, rng, shape))


@pytest.mark.parametrize("criterion", [mse, bce, mean(cross_entropy)])
def test_vjp_of_a_mean_is_the_numerical_one(
    criterion: Criterion, check_vjp: CheckVjp, rng: np.random.Generator
) -> None:
    t = one_hot(np.array([0, 2, 1, 1]), 3)
    check_vjp(lambda y: criterion(y, t), rng.uniform(0.1, 0.9, size=(4, 3)))


@pytest.mark.parametrize("criterion", [softmax_cross_entropy, cross_entropy])
def test_a_criterion_over_classes_gives_one_loss_per_sample(criterion: Criterion) -> None:
    y = np.full((5, 4), 0.25)
    loss, _ = criterion(y, one_hot(np.array([0, 1, 2, 3, 0]), 4))
    np.testing.assert_allclose(loss, np.full(5, np.log(4)))


@pytest.mark.parametrize("criterion", ELEMENTWISE)
def test_an_elementwise_criterion_gives_one_loss_per_entry(criterion: Criterion) -> None:
    assert criterion(np.full((5, 4), 0.3), np.ones((5, 4)))[0].shape == (5, 4)


def test_the_gradient_of_softmax_cross_entropy_is_softmax_minus_target_whatever_the_batch_size(
    rng: np.random.Generator,
) -> None:
    z, t = rng.normal(size=(7, 3)), softmax(rng.normal(size=(7, 3)))[0]
    np.testing.assert_allclose(derivative(softmax_cross_entropy, z, t), softmax(z)[0] - t, rtol=1e-13)


def test_a_mean_brings_in_one_over_n_once(rng: np.random.Generator) -> None:
    z, t = rng.normal(size=(7, 3)), one_hot(rng.integers(3, size=7), 3)
    loss, _ = mean(softmax_cross_entropy)(z, t)
    assert loss == pytest.approx(softmax_cross_entropy(z, t)[0].sum() / 7)
    np.testing.assert_allclose(
        derivative(mean(softmax_cross_entropy), z, t), derivative(softmax_cross_entropy, z, t) / 7
    )


def test_mse_and_bce_are_means_over_every_entry() -> None:
    y, t = np.array([[0.2, 0.3], [0.6, 0.9]]), np.array([[0.0, 1.0], [1.0, 1.0]])
    assert mse(y, t)[0] == pytest.approx((0.04 + 0.49 + 0.16 + 0.01) / 4)
    np.testing.assert_allclose(derivative(mse, y, t), 2 * (y - t) / 4)
    assert bce(y, t)[0] == pytest.approx(-np.log([0.8, 0.3, 0.6, 0.9]).sum() / 4)
    np.testing.assert_allclose(derivative(bce, y, t), (y - t) / (y * (1 - y)) / 4)


def test_criteria_of_logits_are_the_probability_criteria_after_their_activation(
    rng: np.random.Generator,
) -> None:
    z, t = rng.normal(size=(6, 3)), softmax(rng.normal(size=(6, 3)))[0]
    pairs = [
        (softmax_cross_entropy, cross_entropy(softmax(z)[0], t)[0]),
        (logistic_cross_entropy, log_loss(sigmoid(z)[0], t)[0]),
        (logistic_squared_error, squared_error(sigmoid(z)[0], t)[0] / 2),
        (softsign_cross_entropy, log_loss((softsign(z)[0] + 1) / 2, t)[0]),
    ]
    for criterion, expected in pairs:
        np.testing.assert_allclose(criterion(z, t)[0], expected, rtol=1e-12)


@pytest.mark.usefixtures("no_warnings")
def test_softmax_cross_entropy_survives_a_thousand_and_a_gap_of_eight_hundred() -> None:
    z = np.array([[1000.0, -1000.0], [1000.0, -1000.0], [800.0, 0.0], [0.0, 800.0], [-1000.0, -1000.0]])
    t = one_hot(np.array([0, 1, 1, 1, 0]), 2)
    loss, _ = softmax_cross_entropy(z, t)
    np.testing.assert_allclose(loss, [0, 2000, 800, 0, np.log(2)])
    np.testing.assert_allclose(
        derivative(softmax_cross_entropy, z, t),
        [[0.0, 0.0], [1.0, -1.0], [1.0, -1.0], [0.0, 0.0], [-0.5, 0.5]],
        atol=1e-15,
    )


@pytest.mark.usefixtures("no_warnings")
@pytest.mark.parametrize(
    ("criterion", "losses", "gradients"),
    [
        (logistic_cross_entropy, [1000, 0, 0, 1000], [-1, 0, 0, 1]),
        (logistic_squared_error, [0.5, 0, 0, 0.5], [0, 0, 0, 0]),
        (
            softsign_cross_entropy,
            [np.log(2002), -np.log1p(-1 / 2002), -np.log1p(-1 / 2002), np.log(2002)],
            [-1 / 1001, 1 / 1001 / 2001, -1 / 1001 / 2001, 1 / 1001],
        ),
    ],
)
def test_logistic_and_softsign_criteria_survive_a_thousand(
    criterion: Criterion, losses: list[float], gradients: list[float]
) -> None:
    z, t = np.array([-1000.0, -1000.0, 1000.0, 1000.0]), np.array([1.0, 0.0, 1.0, 0.0])
    np.testing.assert_allclose(criterion(z, t)[0], losses, rtol=1e-12)
    np.testing.assert_allclose(derivative(criterion, z, t), gradients, rtol=1e-12)


@pytest.mark.usefixtures("no_warnings")
@pytest.mark.parametrize("criterion", [log_loss, cross_entropy, bce])
def test_a_sure_prediction_costs_nothing_when_right_and_stays_finite_when_wrong(criterion: Criterion) -> None:
    right = np.array([[0.0, 1.0]])
    assert np.all(criterion(right, right)[0] == 0)
    assert np.all(criterion(right, 1 - right)[0] > 300)
    assert np.isfinite(criterion(right, 1 - right)[0]).all()
    assert np.isfinite(derivative(criterion, right, 1 - right)).all()


few = settings(max_examples=25, deadline=None)


@few
@given(z=arrays(np.float64, (2, 3), elements=st.floats(-50, 50)), shift=st.floats(-500, 500))
def test_softmax_cross_entropy_does_not_feel_a_shift(z: Array, shift: float) -> None:
    t = one_hot(np.array([0, 2]), 3)
    loss, _ = softmax_cross_entropy(z, t)
    np.testing.assert_allclose(softmax_cross_entropy(z + shift, t)[0], loss, rtol=1e-9, atol=1e-9)
    assert (loss >= 0).all()


@few
@given(z=arrays(np.float64, 4, elements=st.floats(-1e6, 1e6)))
def test_logistic_cross_entropy_is_symmetric_in_the_classes(z: Array) -> None:
    one, zero = np.ones(4), np.zeros(4)
    np.testing.assert_array_equal(logistic_cross_entropy(z, one)[0], logistic_cross_entropy(-z, zero)[0])
    np.testing.assert_array_equal(softsign_cross_entropy(z, one)[0], softsign_cross_entropy(-z, zero)[0])
