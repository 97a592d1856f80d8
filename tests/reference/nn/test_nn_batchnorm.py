from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reference.nn import (
    Statistics,
    batch_norm,
    batch_norm_eval,
    batch_statistics,
    initial_statistics,
    running_statistics,
)

CheckVjp = Callable[..., None]


def test_vjp_in_train_mode_goes_through_the_mean_and_the_variance(
    check_vjp: CheckVjp, rng: np.random.Generator
) -> None:
    x, gamma, beta = rng.normal(2, 3, size=(6, 4)), rng.normal(size=(1, 4)), rng.normal(size=(1, 4))
    check_vjp(batch_norm, x, gamma, beta)
    check_vjp(lambda x, gamma, beta: batch_norm(x, gamma, beta, 0.5), x, gamma, beta)


def test_vjp_in_eval_mode_takes_the_statistics_as_constants(check_vjp: CheckVjp, rng: np.random.Generator) -> None:
    running = Statistics(rng.normal(size=(1, 4)), rng.uniform(0.5, 2, size=(1, 4)))
    x, gamma, beta = rng.normal(size=(6, 4)), rng.normal(size=(1, 4)), rng.normal(size=(1, 4))
    check_vjp(lambda x, gamma, beta: batch_norm_eval(x, gamma, beta, running), x, gamma, beta)


def test_statistics_are_the_mean_and_the_biased_variance_of_each_column() -> None:
    batch = batch_statistics(np.array([[1.0, 10.0], [3.0, 10.0]]))
    np.testing.assert_array_equal(batch.mean, [[2, 10]])
    np.testing.assert_array_equal(batch.var, [[1, 0]])


def test_train_mode_gives_columns_of_mean_beta_and_deviation_gamma(rng: np.random.Generator) -> None:
    gamma, beta = np.array([[2.0, 3.0]]), np.array([[-1.0, 5.0]])
    y, _ = batch_norm(rng.normal(7, 4, size=(50, 2)), gamma, beta)
    np.testing.assert_allclose(y.mean(axis=0), beta[0])
    np.testing.assert_allclose(y.std(axis=0), gamma[0])


def test_eval_mode_normalises_by_the_running_statistics_whatever_the_batch() -> None:
    running = Statistics(np.array([[1.0, 2.0]]), np.array([[3.0, 8.0]]))
    gamma, beta = np.array([[1.0, 10.0]]), np.array([[0.0, 1.0]])
    y, _ = batch_norm_eval(np.array([[5.0, 5.0]]), gamma, beta, running, eps=1)
    np.testing.assert_array_equal(y, [[2, 11]])


def test_running_statistics_keep_alpha_of_the_old_and_take_the_rest_of_the_new() -> None:
    batch = Statistics(np.array([[10.0]]), np.array([[5.0]]))
    once = running_statistics(initial_statistics(1), batch)
    twice = running_statistics(once, batch)
    np.testing.assert_allclose(once, [[[1.0]], [[0.9 + 0.5]]])
    np.testing.assert_allclose(twice, [[[0.9 + 1.0]], [[0.9 * 1.4 + 0.5]]])
    np.testing.assert_allclose(running_statistics(once, batch, alpha=0.5), [[[5.5]], [[3.2]]])


def test_running_statistics_start_at_mean_zero_and_variance_one() -> None:
    mean, var = initial_statistics(3)
    np.testing.assert_array_equal(mean, np.zeros((1, 3)))
    np.testing.assert_array_equal(var, np.ones((1, 3)))


@pytest.mark.usefixtures("no_warnings")
def test_a_batch_of_one_and_a_constant_column_give_beta_and_pass_no_gradient_back() -> None:
    gamma, beta = np.full((1, 2), 3.0), np.array([[1.0, -1.0]])
    for x in (np.array([[5.0, -7.0]]), np.full((4, 2), 1000.0)):
        y, vjp = batch_norm(x, gamma, beta)
        dx, dgamma, dbeta = vjp(np.ones_like(x))
        np.testing.assert_array_equal(y, np.broadcast_to(beta, x.shape))
        np.testing.assert_array_equal(dx, np.zeros_like(x))
        np.testing.assert_array_equal(dgamma, [[0, 0]])
        np.testing.assert_array_equal(dbeta, [[len(x), len(x)]])


def test_a_gradient_along_the_ones_or_along_norm_is_taken_out(rng: np.random.Generator) -> None:
    x, one, zero = rng.normal(size=(8, 3)), np.ones((1, 3)), np.zeros((1, 3))
    norm, vjp = batch_norm(x, one, zero, eps=0)
    np.testing.assert_allclose(vjp(np.ones((8, 3)))[0], 0, atol=1e-12)
    np.testing.assert_allclose(vjp(norm)[0], 0, atol=1e-12)
