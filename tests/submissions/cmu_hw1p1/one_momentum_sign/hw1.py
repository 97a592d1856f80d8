"""Homework 1 part 1.

Design: every layer is an object with ``forward``, ``backward``, ``zero_grad`` and ``step``; the network composes
them. The handout's text loses its underscores, so this follows its letter: ``bnlayers`` and ``zerograds``.
"""

from __future__ import annotations

import abc
import logging
from typing import Callable, Dict, Iterator, List, Optional, Sequence, Tuple

import numpy as np

Array = np.ndarray
Initialiser = Callable[..., Array]
logger = logging.getLogger(__name__)


# ----------------------------------------------------------------------------------------------------- parameters


class Parameter:
    """A trainable array with its gradient and an optional velocity."""

    def __init__(self, value: Array) -> None:
        self.value = np.array(value, dtype=np.float64)
        self.grad = np.zeros_like(self.value)
        self._velocity: Optional[Array] = None

    def zero_grad(self) -> None:
        self.grad = np.zeros_like(self.value)

    def descend(self, lr: float, momentum: float) -> None:
        if self._velocity is None:
            self._velocity = np.zeros_like(self.value)
        self._velocity = momentum * self._velocity + lr * self.grad
        self.value += momentum * self._velocity - lr * self.grad


# ---------------------------------------------------------------------------------------------------- activations


class Activation(abc.ABC):
    def __init__(self) -> None:
        self.state: Optional[Array] = None

    def __call__(self, x: Array) -> Array:
        return self.forward(x)

    def forward(self, x: Array) -> Array:
        self.state = self._function(np.asarray(x, dtype=np.float64))
        return self.state

    def derivative(self) -> Array:
        if self.state is None:
            raise RuntimeError("derivative() before forward()")
        return self._slope(self.state)

    @staticmethod
    @abc.abstractmethod
    def _function(x: Array) -> Array: ...

    @staticmethod
    @abc.abstractmethod
    def _slope(y: Array) -> Array: ...


class Identity(Activation):
    @staticmethod
    def _function(x: Array) -> Array:
        return x

    @staticmethod
    def _slope(y: Array) -> Array:
        return np.ones_like(y)


class Sigmoid(Activation):
    @staticmethod
    def _function(x: Array) -> Array:
        out = np.empty_like(x)
        positive = x >= 0
        out[positive] = 1.0 / (1.0 + np.exp(-x[positive]))
        e = np.exp(x[~positive])
        out[~positive] = e / (1.0 + e)
        return out

    @staticmethod
    def _slope(y: Array) -> Array:
        return y - y * y


class Tanh(Activation):
    @staticmethod
    def _function(x: Array) -> Array:
        return np.tanh(x)

    @staticmethod
    def _slope(y: Array) -> Array:
        return (1.0 + y) * (1.0 - y)


class ReLU(Activation):
    @staticmethod
    def _function(x: Array) -> Array:
        return np.clip(x, 0.0, None)

    @staticmethod
    def _slope(y: Array) -> Array:
        return np.heaviside(y, 0.0)


# ------------------------------------------------------------------------------------------------------ criterion


class Criterion(abc.ABC):
    def __init__(self) -> None:
        self.logits: Optional[Array] = None
        self.labels: Optional[Array] = None
        self.loss: Optional[Array] = None

    def __call__(self, x: Array, y: Array) -> Array:
        return self.forward(x, y)

    @abc.abstractmethod
    def forward(self, x: Array, y: Array) -> Array: ...

    @abc.abstractmethod
    def derivative(self) -> Array: ...


class SoftmaxCrossEntropy(Criterion):
    def __init__(self) -> None:
        super().__init__()
        self.sm: Optional[Array] = None

    def forward(self, x: Array, y: Array) -> Array:
        self.logits, self.labels = x, y
        shifted = x - np.max(x, axis=-1, keepdims=True)
        log_probabilities = shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))
        self.sm = np.exp(log_probabilities)
        self.loss = -np.sum(np.where(y > 0, y * log_probabilities, 0.0), axis=-1)
        return self.loss

    def derivative(self) -> Array:
        assert self.sm is not None and self.labels is not None
        return self.sm - self.labels


# ----------------------------------------------------------------------------------------------------- batch norm


class BatchNorm:
    def __init__(self, fan_in: int, alpha: float = 0.9) -> None:
        shape = (1, fan_in)
        self.alpha, self.eps = alpha, 1e-8
        self.x: Optional[Array] = None
        self.norm: Optional[Array] = None
        self.out: Optional[Array] = None
        self.mean, self.var = np.zeros(shape), np.ones(shape)
        self.running_mean, self.running_var = np.zeros(shape), np.ones(shape)
        self._gamma, self._beta = Parameter(np.ones(shape)), Parameter(np.zeros(shape))

    # the names of the handout, on top of the parameters
    gamma = property(lambda self: self._gamma.value, lambda self, value: setattr(self._gamma, "value", value))
    beta = property(lambda self: self._beta.value, lambda self, value: setattr(self._beta, "value", value))
    dgamma = property(lambda self: self._gamma.grad)
    dbeta = property(lambda self: self._beta.grad)

    def __call__(self, x: Array, eval: bool = False) -> Array:
        return self.forward(x, eval)

    def forward(self, x: Array, eval: bool = False) -> Array:
        if eval:
            return self._affine((x - self.running_mean) / np.sqrt(self.running_var + self.eps))
        self.x = x
        self.mean = np.mean(x, axis=0, keepdims=True)
        self.var = np.mean(np.square(x - self.mean), axis=0, keepdims=True)
        self.running_mean += (1 - self.alpha) * (self.mean - self.running_mean)
        self.running_var += (1 - self.alpha) * (self.var - self.running_var)
        self.norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        self.out = self._affine(self.norm)
        return self.out

    def _affine(self, norm: Array) -> Array:
        return self.gamma * norm + self.beta

    def backward(self, delta: Array) -> Array:
        assert self.norm is not None
        self._beta.grad = np.sum(delta, axis=0, keepdims=True)
        self._gamma.grad = np.sum(delta * self.norm, axis=0, keepdims=True)
        n = delta.shape[0]
        jacobian_vector = n * delta - self.dbeta - self.norm * self.dgamma
        return self.gamma / (n * np.sqrt(self.var + self.eps)) * jacobian_vector

    def zero_grad(self) -> None:
        self._gamma.zero_grad()
        self._beta.zero_grad()

    def step(self, lr: float) -> None:
        self._gamma.descend(lr, momentum=0.0)
        self._beta.descend(lr, momentum=0.0)


# --------------------------------------------------------------------------------------------------------- layers


class Linear:
    def __init__(self, weights: Array, bias: Array) -> None:
        self.weights, self.bias = Parameter(weights), Parameter(np.atleast_2d(bias))
        self._input: Optional[Array] = None

    def forward(self, x: Array) -> Array:
        self._input = x
        return x @ self.weights.value + self.bias.value

    def backward(self, delta: Array) -> Array:
        assert self._input is not None
        n = delta.shape[0]
        self.weights.grad += self._input.T @ delta / n
        self.bias.grad += np.mean(delta, axis=0, keepdims=True)
        return delta @ self.weights.value.T

    def parameters(self) -> Iterator[Parameter]:
        yield self.weights
        yield self.bias


class Block:
    """Linear, then perhaps batch norm, then an activation."""

    def __init__(self, linear: Linear, norm: Optional[BatchNorm], activation: Activation) -> None:
        self.linear, self.norm, self.activation = linear, norm, activation

    def forward(self, x: Array, training: bool) -> Array:
        z = self.linear.forward(x)
        if self.norm is not None:
            z = self.norm.forward(z, eval=not training)
        return self.activation.forward(z)

    def backward(self, delta: Array) -> Array:
        delta = delta * self.activation.derivative()
        if self.norm is not None:
            delta = self.norm.backward(delta)
        return self.linear.backward(delta)


def random_normal_weight_init(d0: int, d1: int) -> Array:
    return np.random.standard_normal(size=(d0, d1))


def zeros_bias_init(d: int) -> Array:
    return np.full(shape=(d,), fill_value=0.0)


class MLP:
    def __init__(
        self,
        input_size: int,
        output_size: int,
        hiddens: Sequence[int],
        activations: Sequence[Activation],
        weight_init_fn: Initialiser,
        bias_init_fn: Initialiser,
        criterion: Criterion,
        lr: float,
        momentum: float = 0.0,
        num_bn_layers: int = 0,
    ) -> None:
        if len(activations) != len(hiddens) + 1:
            raise ValueError("one activation per layer, please")
        self.criterion, self.lr, self.momentum = criterion, lr, momentum
        self.train_mode, self.num_bn_layers = True, num_bn_layers
        widths = [input_size, *hiddens, output_size]
        self._blocks: List[Block] = []
        for index, activation in enumerate(activations):
            fan_in, fan_out = widths[index], widths[index + 1]
            linear = Linear(weight_init_fn(d0=fan_in, d1=fan_out), bias_init_fn(fan_out))
            self._blocks.append(Block(linear, BatchNorm(fan_out) if index < num_bn_layers else None, activation))
        self._output: Optional[Array] = None
        logger.debug("built %s", widths)

    # views for the grader: lists W, dW, b, db and the batch-norm layers
    W = property(lambda self: [block.linear.weights.value for block in self._blocks])
    b = property(lambda self: [block.linear.bias.value for block in self._blocks])
    dW = property(lambda self: [block.linear.weights.grad for block in self._blocks])
    db = property(lambda self: [block.linear.bias.grad for block in self._blocks])
    bnlayers = property(lambda self: [block.norm for block in self._blocks if block.norm is not None])

    def forward(self, x: Array) -> Array:
        out = x
        for block in self._blocks:
            out = block.forward(out, self.train_mode)
        self._output = out
        return out

    def __call__(self, x: Array) -> Array:
        return self.forward(x)

    def zerograds(self) -> None:
        for block in self._blocks:
            for parameter in block.linear.parameters():
                parameter.zero_grad()
        for norm in self.bnlayers:
            norm.zero_grad()

    def backward(self, labels: Array) -> None:
        self.criterion.forward(self._output, labels)
        delta = self.criterion.derivative()
        for block in reversed(self._blocks):
            delta = block.backward(delta)

    def step(self) -> None:
        for block in self._blocks:
            for parameter in block.linear.parameters():
                parameter.descend(self.lr, self.momentum)
        for norm in self.bnlayers:
            norm.step(self.lr)

    def train(self) -> None:
        self.train_mode = True

    def eval(self) -> None:
        self.train_mode = False


# ------------------------------------------------------------------------------------------------------- training


class Meter:
    """Adds up losses and errors over samples."""

    def __init__(self) -> None:
        self.totals: Dict[str, float] = {"loss": 0.0, "errors": 0.0, "samples": 0.0}

    def add(self, logits: Array, labels: Array, losses: Array) -> None:
        self.totals["loss"] += float(np.sum(losses))
        self.totals["errors"] += float(np.count_nonzero(np.argmax(logits, 1) - np.argmax(labels, 1)))
        self.totals["samples"] += len(labels)

    def means(self) -> Tuple[float, float]:
        return self.totals["loss"] / self.totals["samples"], self.totals["errors"] / self.totals["samples"]


def _batches(x: Array, y: Array, size: int) -> Iterator[Tuple[Array, Array]]:
    for start in range(0, len(x), size):
        yield x[start : start + size], y[start : start + size]


def get_training_stats(mlp: MLP, dset, nepochs: int, batch_size: int):
    (train_x, train_y), (val_x, val_y), _ = dset
    stats = np.zeros((4, nepochs))
    for epoch in range(nepochs):
        order = np.random.permutation(len(train_x))
        training, validation = Meter(), Meter()
        mlp.train()
        for x, y in _batches(train_x[order], train_y[order], batch_size):
            mlp.zerograds()
            logits = mlp.forward(x)
            mlp.backward(y)
            training.add(logits, y, mlp.criterion.loss)
            mlp.step()
        mlp.eval()
        for x, y in _batches(val_x, val_y, batch_size):
            logits = mlp.forward(x)
            validation.add(logits, y, mlp.criterion.forward(logits, y))
        mlp.train()
        stats[:, epoch] = (*training.means(), *validation.means())
    return tuple(stats)
