from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from reference.nn import (
    Activation,
    Array,
    derivative,
    identity,
    jacobian,
    relu,
    sigmoid,
    softmax,
    softsign,
    tanh,
)

ELEMENTWISE: list[Activation] = [identity, sigmoid, tanh, relu, softsign]
ALL: list[Activation] = [*ELEMENTWISE, softmax]
CheckVjp = Callable[..., None]

logits = arrays(np.float64, (3, 4), elements=st.floats(-50, 50))
few = settings(max_examples=25, deadline=None)


@pytest.mark.parametrize("shape", [(5, 3), (1, 4), (3,), (2, 1)])
@pytest.mark.parametrize("f", ALL)
def test_vjp_is_the_numerical_one(
    f: Activation, shape: tuple[int, ...], check_vjp: CheckVjp, rng: np.random.Generator
) -> None:
    check_vjp(f, 2 * rng.normal(size=shape))


@pytest.mark.parametrize(
    ("f", "y", "dy"),
    [
        (identity, [-2, 0, 2], [1, 1, 1]),
        (
            sigmoid,
            [0.11920292202211755, 0.5, 0.8807970779778823],
            [0.104993585403507, 0.25, 0.104993585403507],
        ),
        (tanh, [-0.964027580075817, 0, 0.964027580075817], [0.070650824853164, 1, 0.070650824853164]),
        (relu, [0, 0, 2], [0, 0, 1]),
        (softsign, [-2 / 3, 0, 2 / 3], [1 / 9, 1, 1 / 9]),
    ],
)
def test_value_and_derivative_at_minus_two_zero_and_two(f: Activation, y: list[float], dy: list[float]) -> None:
    z = np.array([-2.0, 0.0, 2.0])
    np.testing.assert_allclose(f(z)[0], y, rtol=1e-13)
    np.testing.assert_allclose(derivative(f, z), dy, rtol=1e-12)


@pytest.mark.parametrize("f", ELEMENTWISE)
def test_the_jacobian_of_an_elementwise_activation_carries_its_derivative_on_the_diagonal(
    f: Activation, rng: np.random.Generator
) -> None:
    z = rng.normal(size=(4, 3))
    np.testing.assert_array_equal(jacobian(f, z), derivative(f, z)[:, :, None] * np.eye(3))


def test_the_jacobian_of_the_softmax_is_diag_y_minus_y_y_transposed(rng: np.random.Generator) -> None:
    z = rng.normal(size=(4, 3))
    y, _ = softmax(z)
    expected = [np.diag(row) - np.outer(row, row) for row in y]
    np.testing.assert_allclose(jacobian(softmax, z), expected, rtol=1e-13, atol=1e-15)


@pytest.mark.usefixtures("no_warnings")
@pytest.mark.parametrize(
    ("f", "y", "dy"),
    [
        (identity, [-1000, 1000], [1, 1]),
        (sigmoid, [0, 1], [0, 0]),
        (tanh, [-1, 1], [0, 0]),
        (relu, [0, 1000], [0, 1]),
        (softsign, [-1000 / 1001, 1000 / 1001], [1001**-2.0, 1001**-2.0]),
        (softmax, [0, 1], [0, 0]),
    ],
)
def test_logits_of_a_thousand_give_limits_without_a_warning(f: Activation, y: list[float], dy: list[float]) -> None:
    z = np.array([-1000.0, 1000.0])
    np.testing.assert_allclose(f(z)[0], y, rtol=1e-15)
    np.testing.assert_allclose(derivative(f, z), dy, rtol=1e-14)


@pytest.mark.usefixtures("no_warnings")
@pytest.mark.parametrize("f", ALL)
def test_complex_logits_of_a_thousand_stay_finite(f: Activation) -> None:
    assert np.isfinite(f(np.array([-1000 + 1e-30j, 1000 + 1e-30j]))[0]).all()


def test_sigmoid_keeps_its_relative_precision_for_very_negative_logits() -> None:
    z = np.array([-700.0, -100.0, -40.0])
    np.testing.assert_allclose(sigmoid(z)[0], np.exp(z), rtol=1e-15)


@few
@given(z=logits, shift=st.floats(-500, 500))
def test_softmax_does_not_feel_a_shift(z: Array, shift: float) -> None:
    np.testing.assert_allclose(softmax(z + shift)[0], softmax(z)[0], rtol=1e-9, atol=1e-12)


@few
@given(z=logits)
def test_softmax_rows_are_probabilities(z: Array) -> None:
    y, _ = softmax(z)
    assert (y >= 0).all()
    np.testing.assert_allclose(y.sum(axis=1), 1, rtol=1e-14)


@few
@given(z=logits)
def test_sigmoid_is_symmetric_and_is_half_a_tanh(z: Array) -> None:
    y, _ = sigmoid(z)
    np.testing.assert_allclose(sigmoid(-z)[0], 1 - y, atol=1e-15)
    np.testing.assert_allclose(y, (1 + np.tanh(z / 2)) / 2, atol=1e-15)
