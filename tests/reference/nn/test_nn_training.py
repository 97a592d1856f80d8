from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from reference.nn import (
    Array,
    Dataset,
    Layer,
    Recipe,
    Vjp,
    evaluate,
    identity,
    make_mlp,
    mlp,
    normal,
    one_hot,
    relu,
    softmax_cross_entropy,
    squared_error,
    tanh,
    train,
    zeros,
)


def blobs(n: int, seed: int) -> Dataset:
    """Draw three classes around three corners."""
    rng = np.random.default_rng(seed)
    classes = rng.integers(3, size=n)
    corners = np.array([[2.0, 0.0], [-2.0, 1.0], [0.0, -2.0]])
    return Dataset(corners[classes] + 0.5 * rng.normal(size=(n, 2)), one_hot(classes, 3))


def small_network(num_bn_layers: int = 0) -> tuple[Layer, ...]:
    rng = np.random.default_rng(3)
    return make_mlp([2, 8, 3], [tanh, identity], partial(normal, rng), zeros, num_bn_layers)


def seeded() -> np.random.Generator:
    return np.random.default_rng(11)


@pytest.mark.parametrize("num_bn_layers", [0, 1])
def test_loss_and_error_fall(num_bn_layers: int) -> None:
    recipe = Recipe(epochs=15, batch_size=16, lr=0.05, momentum=0.9)
    _, history = train(small_network(num_bn_layers), blobs(200, 0), blobs(90, 1), recipe, seeded())
    assert [figure.shape for figure in history] == [(15,)] * 4
    assert history.validation_loss[-1] < 0.1
    assert history.training_loss[-1] < 0.1 < history.training_loss[0]
    assert history.training_error[-1] < 0.05
    assert history.validation_error[-1] < 0.05


def test_every_sample_weighs_the_same_in_a_ragged_last_batch() -> None:
    """With lr 0 nothing is learnt, so any batch size gives the figures of the whole set."""
    data, layers = blobs(10, 0), small_network()
    loss, _ = softmax_cross_entropy(mlp(layers, data.x).output, data.t)
    for batch_size in (1, 4, 7, 10, 99):
        _, history = train(layers, data, data, Recipe(2, batch_size, lr=0.0), seeded())
        np.testing.assert_allclose(history.training_loss, loss.mean())
        np.testing.assert_array_equal(history.training_error, history.validation_error)


def test_training_figures_are_those_before_each_step_and_validation_figures_those_after_the_epoch() -> None:
    data, layers = blobs(10, 0), small_network()
    trained, history = train(layers, data, data, Recipe(1, 10, lr=0.1), seeded())
    before, after = (evaluate(net, data, softmax_cross_entropy).means() for net in (layers, trained))
    np.testing.assert_allclose((history.training_loss[0], history.training_error[0]), before)
    np.testing.assert_allclose((history.validation_loss[0], history.validation_error[0]), after)


def test_one_full_batch_step_descends_the_mean_loss() -> None:
    data, (layer,) = blobs(10, 0), make_mlp([2, 3], [identity], lambda n, m: np.zeros((n, m)), zeros)
    (trained,), _ = train([layer], data, data, Recipe(1, 10, lr=0.3), seeded())
    np.testing.assert_allclose(trained.parameters["W"], -0.3 * data.x.T @ (1 / 3 - data.t) / 10)


def test_validation_runs_in_eval_mode() -> None:
    """A validation set of one row would be normalised to zero in train mode."""
    one = Dataset(np.array([[2.0, 0.0]]), np.array([[1.0, 0.0, 0.0]]))
    recipe = Recipe(epochs=10, batch_size=16, lr=0.1)
    trained, history = train(small_network(1), blobs(200, 0), one, recipe, seeded())
    output = mlp(trained, one.x, train=False).output
    assert history.validation_loss[-1] == pytest.approx(softmax_cross_entropy(output, one.t)[0][0])
    assert history.validation_error[-1] == 0


def test_each_epoch_is_shuffled_anew() -> None:
    seen: list[Array] = []

    def watch(z: Array, t: Array) -> tuple[Array, Vjp]:
        seen.append(t.argmax(axis=1))
        return softmax_cross_entropy(z, t)

    data = blobs(30, 0)
    train(small_network(), data, data, Recipe(2, 30, lr=0.0, criterion=watch), seeded())
    first, validation, second, _ = seen
    assert (first != second).any()
    assert (first != validation).any()
    assert sorted(first) == sorted(second) == sorted(validation)


def test_the_same_seed_trains_the_same_network() -> None:
    recipe = Recipe(epochs=2, batch_size=8, lr=0.1, momentum=0.5)
    runs = [train(small_network(1), blobs(30, 0), blobs(9, 1), recipe, seeded())[1] for _ in range(2)]
    np.testing.assert_array_equal(runs[0], runs[1])


def test_a_criterion_other_than_the_default_is_used() -> None:
    def summed_squares(y: Array, t: Array) -> tuple[Array, Vjp]:
        loss, vjp = squared_error(y, t)
        return loss.sum(axis=1), lambda dloss: vjp(np.expand_dims(dloss, 1))

    recipe = Recipe(epochs=10, batch_size=16, lr=0.02, criterion=summed_squares)
    _, history = train(small_network(), blobs(200, 0), blobs(90, 1), recipe, seeded())
    assert history.validation_loss[-1] < 0.5 * history.validation_loss[0]


def test_no_epochs_give_empty_figures_and_the_network_back() -> None:
    layers = small_network()
    trained, history = train(layers, blobs(5, 0), blobs(5, 1), Recipe(0, 2, lr=0.1), seeded())
    assert trained is layers
    assert [len(figure) for figure in history] == [0, 0, 0, 0]


def test_the_network_given_is_left_as_it_was() -> None:
    layers = tuple(replace(layer, activation=relu) for layer in small_network(1))
    before = [p.copy() for layer in layers for p in layer.parameters.values()]
    train(layers, blobs(20, 0), blobs(5, 1), Recipe(2, 8, lr=0.1, momentum=0.9), seeded())
    for p, old in zip((p for layer in layers for p in layer.parameters.values()), before, strict=True):
        np.testing.assert_array_equal(p, old)
