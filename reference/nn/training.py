"""Train a network, and keep the loss and the error of every epoch (CMU hw1p1, `get_training_stats`).

The handout leaves open how an epoch is summed up. Here:
* The training figures are those of the epoch's batches, in train mode, each measured before its own step. So
  they trail the validation figures, which are those of the network after the epoch, in eval mode.
* Figures are means over samples, not over batches: a ragged last batch counts by its size.
* All gradients are those of the batch's mean loss, for gamma and beta too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reference.nn.criteria import softmax_cross_entropy
from reference.nn.data import minibatches
from reference.nn.mlp import mlp
from reference.nn.optim import at_rest, step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reference.nn.arrays import Array, Criterion
    from reference.nn.layer import Layer, Parameters

    Network = tuple[Sequence[Layer], Sequence[Parameters]]  # the layers and their velocities


class Dataset(NamedTuple):
    """Inputs (N, n_in) and targets (N, K)."""

    x: Array
    t: Array


@dataclass(frozen=True)
class Recipe:
    """How to train. The criterion gives one loss per sample, (N,)."""

    epochs: int
    batch_size: int
    lr: float
    momentum: float = 0.0
    criterion: Criterion = softmax_cross_entropy


class Scores(NamedTuple):
    """The loss of each sample, and whether its class, the largest output, is wrong; each (N,)."""

    loss: Array
    wrong: Array

    def means(self) -> tuple[float, float]:
        """Return the mean loss and the error, a fraction."""
        return float(self.loss.mean()), float(self.wrong.mean())


class History(NamedTuple):
    """One figure per epoch, each (epochs,)."""

    training_loss: Array
    training_error: Array
    validation_loss: Array
    validation_error: Array


def train(
    layers: Sequence[Layer], training: Dataset, validation: Dataset, recipe: Recipe, rng: np.random.Generator
) -> tuple[Sequence[Layer], History]:
    """Return the trained layers and the history; the training set is shuffled anew for every epoch."""
    network: Network = (layers, at_rest(layers))
    figures = []
    for _ in range(recipe.epochs):
        network, scores = train_epoch(network, training, recipe, rng)
        figures.append((*scores.means(), *evaluate(network[0], validation, recipe.criterion).means()))
    return network[0], History(*np.array(figures).reshape(recipe.epochs, 4).T)


def train_epoch(network: Network, data: Dataset, recipe: Recipe, rng: np.random.Generator) -> tuple[Network, Scores]:
    """Take one step per batch of the shuffled data; return the network and the scores of all samples."""
    scores = []
    for rows in minibatches(len(data.x), recipe.batch_size, rng):
        network, batch_scores = train_batch(network, Dataset(data.x[rows], data.t[rows]), recipe)
        scores.append(batch_scores)
    return network, Scores(*(np.concatenate(column) for column in zip(*scores, strict=True)))


def train_batch(network: Network, batch: Dataset, recipe: Recipe) -> tuple[Network, Scores]:
    """Go forward, backward and one step; return the network and the scores from before the step."""
    layers, velocities = network
    output, vjp, layers = mlp(layers, batch.x, train=True)
    loss, loss_vjp = recipe.criterion(output, batch.t)
    _, gradients = vjp(loss_vjp(np.full(loss.shape, 1 / loss.size)))
    return step(layers, gradients, velocities, recipe.lr, recipe.momentum), score(output, loss, batch.t)


def evaluate(layers: Sequence[Layer], data: Dataset, criterion: Criterion) -> Scores:
    """Return the scores in eval mode, all samples at once."""
    output = mlp(layers, data.x, train=False).output
    return score(output, criterion(output, data.t)[0], data.t)


def score(output: Array, loss: Array, t: Array) -> Scores:
    """Return the scores of outputs (N, K) against targets (N, K)."""
    return Scores(loss, output.argmax(axis=1) != t.argmax(axis=1))
