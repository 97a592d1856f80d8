"""The numbers that the handouts and their published solutions print."""

from __future__ import annotations

import numpy as np
import pytest

from reference.nn import (
    Array,
    Layer,
    Vjp,
    cross_entropy,
    derivative,
    identity,
    jacobian,
    linear,
    log_loss,
    logistic_cross_entropy,
    mean,
    mlp,
    mse,
    one_hot,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softsign,
    softsign_cross_entropy,
    squared_error,
    tanh,
)

H = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])  # Drexel's data
SOFTMAX_JACOBIAN = [[0.0819, -0.0220, -0.0599], [-0.0220, 0.1848, -0.1628], [-0.0599, -0.1628, 0.2227]]


def test_drexel_fully_connected_layer() -> None:
    W, b = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([[-1.0, 2.0]])

    def of_input(x: Array) -> tuple[Array, Vjp]:
        z, vjp = linear(x, W, b)
        return z, lambda dz: vjp(dz)[0]

    np.testing.assert_array_equal(of_input(H)[0], [[21, 30], [48, 66]])
    np.testing.assert_array_equal(jacobian(of_input, H), [W.T, W.T])


def test_drexel_softmax_jacobian() -> None:
    np.testing.assert_allclose(jacobian(softmax, H), [SOFTMAX_JACOBIAN] * 2, atol=5e-5)


def test_drexel_sigmoid_and_tanh_derivatives() -> None:
    np.testing.assert_allclose(
        derivative(sigmoid, H),
        [[0.19661193, 0.10499359, 0.04517666], [0.01766271, 0.00664806, 0.00246651]],
        atol=5e-9,
    )
    np.testing.assert_allclose(
        derivative(tanh, H),
        [[0.419974342, 0.070650824, 0.009866037], [0.001340950, 0.000181583, 0.000024576]],
        atol=1.01e-9,  # printed cut off, not rounded
    )


def test_drexel_squared_error_and_log_loss() -> None:
    t, y = np.array([[0.0], [1.0]]), np.array([[0.2], [0.3]])
    assert mean(squared_error)(y, t)[0] == pytest.approx(0.265, rel=1e-14)
    assert mean(log_loss)(y, t)[0] == pytest.approx(0.7135582, abs=5e-8)
    np.testing.assert_allclose(derivative(squared_error, y, t), [[0.4], [-1.4]], rtol=1e-14)
    np.testing.assert_allclose(derivative(log_loss, y, t), [[1.25], [-3.3333]], atol=5e-5)


def test_drexel_cross_entropy() -> None:
    t = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0]])
    y = np.array([[0.2, 0.2, 0.6], [0.2, 0.7, 0.1]])
    assert mean(cross_entropy)(y, t)[0] == pytest.approx(0.9830564, abs=5e-8)
    np.testing.assert_allclose(derivative(cross_entropy, y, t), [[-5.0, 0.0, 0.0], [0.0, -1.42857143, 0.0]], atol=5e-9)


def test_toronto_softsign_cross_entropy_derivatives() -> None:
    z, t = np.array([0.375, -1.223, 2.511, -0.952]), np.array([0.0, 0.0, 1.0, 1.0])
    np.testing.assert_allclose(
        derivative(softsign_cross_entropy, z, t), [0.72727273, 0.1305405, -0.04729644, -0.51229508], atol=5e-9
    )


def test_toronto_cost_derivatives_carry_one_over_m(rng: np.random.Generator) -> None:
    """R = X W1^T + b1, H = softsign(R), z = H w2 + b2, the formulas of its handout."""
    X, t = rng.normal(size=(5, 4)), np.array([0.0, 1.0, 1.0, 0.0, 1.0])
    W1, b1, w2, b2 = rng.normal(size=(3, 4)), rng.normal(size=3), rng.normal(size=3), 0.3
    hidden = Layer({"W": W1.T, "b": b1}, softsign)
    top = Layer({"W": w2[:, None], "b": np.array([b2])}, identity)
    z, vjp, _ = mlp([hidden, top], X)
    dLdz = derivative(logistic_cross_entropy, z[:, 0], t)
    _, (d1, d2) = vjp(dLdz[:, None] / 5)

    R = X @ W1.T + b1
    dLdR = np.outer(dLdz, w2) / (1 + np.abs(R)) ** 2
    np.testing.assert_allclose(d1["W"].T, dLdR.T @ X / 5)
    np.testing.assert_allclose(d1["b"], dLdR.mean(axis=0))
    np.testing.assert_allclose(d2["W"][:, 0], softsign(R)[0].T @ dLdz / 5)
    np.testing.assert_allclose(d2["b"], dLdz.mean())


def test_vu_known_point() -> None:
    hidden = Layer({"W": np.array([[1.0, 1.0, 1.0], [-1.0, -1.0, -1.0]]), "b": np.zeros((1, 3))}, sigmoid)
    top = Layer({"W": np.array([[1.0, 1.0], [-1.0, -1.0], [-1.0, -1.0]]), "b": np.zeros((1, 2))}, identity)
    z, vjp, _ = mlp([hidden, top], np.array([[1.0, -1.0]]))
    loss, loss_vjp = mean(softmax_cross_entropy)(z, one_hot(np.array([0]), 2))
    _, (d1, d2) = vjp(loss_vjp(np.array(1.0)))
    assert loss == pytest.approx(np.log(2))
    np.testing.assert_allclose(d2["W"], [[-0.44039853898894116, 0.44039853898894116]] * 3, rtol=1e-15)
    np.testing.assert_array_equal(d2["b"], [[-0.5, 0.5]])
    np.testing.assert_array_equal(d1["W"], np.zeros((2, 3)))
    np.testing.assert_array_equal(d1["b"], np.zeros((1, 3)))


def test_nyu_mse_gradient_is_two_over_n_k() -> None:
    y, t = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.zeros((2, 3))
    np.testing.assert_allclose(derivative(mse, y, t), 2 * y / 6)
