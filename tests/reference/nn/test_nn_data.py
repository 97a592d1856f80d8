from __future__ import annotations

import numpy as np
import pytest

from reference.nn import minibatches, normal, one_hot, uniform, zeros, zscore


def test_normal_weights_have_the_moments_asked_for(rng: np.random.Generator) -> None:
    W = normal(rng, 200, 100, std=10)
    assert W.shape == (200, 100)
    assert abs(W.mean()) < 0.3
    assert W.std() == pytest.approx(10, rel=0.02)
    assert normal(rng, 200, 100).std() == pytest.approx(1, rel=0.02)


def test_uniform_weights_fill_their_interval(rng: np.random.Generator) -> None:
    W = uniform(rng, 200, 100)
    assert W.shape == (200, 100)
    assert np.abs(W).max() <= 1e-4
    assert W.std() == pytest.approx(1e-4 / np.sqrt(3), rel=0.02)
    assert np.abs(uniform(rng, 50, 50, a=2)).max() > 1.9


def test_biases_are_zero() -> None:
    np.testing.assert_array_equal(zeros(3), [[0, 0, 0]])


def test_the_same_seed_draws_the_same_weights() -> None:
    first, second = (normal(np.random.default_rng(7), 3, 2) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_one_hot_rows_mark_the_class() -> None:
    np.testing.assert_array_equal(one_hot(np.array([2, 0]), 3), [[0, 0, 1], [1, 0, 0]])


def test_zscore_divides_by_the_unbiased_deviation() -> None:
    np.testing.assert_allclose(zscore(np.array([[1.0], [2.0], [3.0]])), [[-1], [0], [1]])


@pytest.mark.usefixtures("no_warnings")
def test_zscore_makes_a_constant_column_zero() -> None:
    np.testing.assert_array_equal(zscore(np.full((4, 2), 5.0)), np.zeros((4, 2)))


@pytest.mark.parametrize(("n", "size", "sizes"), [(10, 4, [4, 4, 2]), (8, 4, [4, 4]), (3, 5, [3]), (3, 1, [1, 1, 1])])
def test_minibatches_cover_every_sample_once_and_keep_the_ragged_last(
    n: int, size: int, sizes: list[int], rng: np.random.Generator
) -> None:
    batches = minibatches(n, size, rng)
    assert [len(batch) for batch in batches] == sizes
    assert sorted(np.concatenate(batches)) == list(range(n))


def test_minibatches_are_shuffled_anew_each_time(rng: np.random.Generator) -> None:
    first, second = (np.concatenate(minibatches(50, 7, rng)) for _ in range(2))
    assert (first != second).any()
    assert (first != np.arange(50)).any()
