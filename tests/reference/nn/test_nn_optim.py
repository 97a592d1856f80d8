from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from reference.nn import Layer, at_rest, identity, momentum_sgd, normalised, step


def test_one_step_without_momentum_is_gradient_descent() -> None:
    W, v = momentum_sgd(np.array([1.0, 2.0]), np.array([10.0, -10.0]), np.zeros(2), lr=0.1)
    np.testing.assert_allclose(W, [0, 3])
    np.testing.assert_allclose(v, [-1, 1])


def test_velocity_carries_over() -> None:
    W, v, g = np.array([0.0]), np.array([0.0]), np.array([1.0])
    for expected in (-0.1, -0.1 * 1.856, -0.1 * (1 + 0.856 * 1.856)):
        W_before = W
        W, v = momentum_sgd(W, g, v, lr=0.1, momentum=0.856)
        np.testing.assert_allclose(v, expected)
        np.testing.assert_allclose(W - W_before, expected)


@settings(max_examples=25, deadline=None)
@given(g=st.floats(-10, 10), lr=st.floats(0.001, 1), mu=st.floats(0, 0.99), n=st.integers(1, 20))
def test_under_a_constant_gradient_the_velocity_is_a_geometric_sum(g: float, lr: float, mu: float, n: int) -> None:
    W, v = np.zeros(1), np.zeros(1)
    for _ in range(n):
        W, v = momentum_sgd(W, np.array([g]), v, lr, mu)
    np.testing.assert_allclose(v, -lr * g * (1 - mu**n) / (1 - mu), rtol=1e-9, atol=1e-12)


def test_gamma_and_beta_take_plain_steps_beside_the_momentum_of_w_and_b() -> None:
    layers: tuple[Layer, ...] = (normalised(Layer({"W": np.zeros((2, 1)), "b": np.zeros((1, 1))}, identity)),)
    start = {name: p.copy() for name, p in layers[0].parameters.items()}
    gradients = [{name: np.ones_like(p) for name, p in layers[0].parameters.items()}]
    velocities = at_rest(layers)
    for _ in range(2):
        layers, velocities = step(layers, gradients, velocities, lr=0.1, momentum=0.5)
    moved = {name: float((p - start[name]).max()) for name, p in layers[0].parameters.items()}
    np.testing.assert_allclose([moved["W"], moved["b"]], -0.1 - 0.15)
    np.testing.assert_allclose([moved["gamma"], moved["beta"]], -0.1 - 0.1)


def test_a_step_leaves_the_layers_it_was_given_alone() -> None:
    layer = Layer({"W": np.ones((2, 1)), "b": np.zeros((1, 1))}, identity)
    step([layer], [{"W": np.ones((2, 1)), "b": np.ones((1, 1))}], at_rest([layer]), lr=0.1)
    np.testing.assert_array_equal(layer.parameters["W"], np.ones((2, 1)))
