"""Correct parts to put in place of a submission's own, so that what builds on a wrong part is judged apart from it.

They are given to students. Forward passes are those of the handout; every derivative is taken numerically, so that
nothing here shows how one is written.
"""

from __future__ import annotations

import copy
from typing import Any, Callable, Dict, List

import numpy as np

TINY = 1e-30  # of a complex step, which loses no digits
STEP = 1e-5  # of a central difference


def complex_step(function: Callable[[np.ndarray], np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return the slope of `function`, entry by entry."""
    slope: np.ndarray = np.imag(function(np.asarray(x, dtype=float) + 1j * TINY)) / TINY
    return slope


class Activation:
    """An activation given by its formula."""

    def __call__(self, x: np.ndarray) -> np.ndarray:
        """Return forward(x)."""
        return self.forward(x)

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return the activation of x, real or complex."""
        raise NotImplementedError

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the activation of x and keep it."""
        self.given = np.array(x, dtype=float)
        self.state = self.formula(self.given)
        return self.state

    def derivative(self) -> np.ndarray:
        """Return the slope at what forward was given last."""
        return complex_step(self.formula, self.given)


class Sigmoid(Activation):
    """The logistic function."""

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return it by way of tanh, which never overflows."""
        logistic: np.ndarray = 0.5 + 0.5 * np.tanh(0.5 * x)
        return logistic


class Tanh(Activation):
    """The hyperbolic tangent."""

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return it."""
        tanh: np.ndarray = np.tanh(x)
        return tanh


class ReLU(Activation):
    """The rectifier."""

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return it."""
        return np.where(np.real(x) > 0, x, 0)


class SoftmaxCrossEntropy:
    """The cross-entropy of the softmax of logits, a loss for each row."""

    def __call__(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return forward(x, y)."""
        return self.forward(x, y)

    def losses(self, x: np.ndarray) -> np.ndarray:
        """Return the loss of every row for logits x, real or complex."""
        top = np.max(np.real(x), axis=1, keepdims=True)
        total = np.log(np.sum(np.exp(x - top), axis=1)) + top[:, 0]
        losses: np.ndarray = np.sum(self.labels, axis=1) * total - np.sum(self.labels * x, axis=1)
        return losses

    def forward(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return the loss of every row, (N,)."""
        self.logits, self.labels = np.array(x, dtype=float), np.array(y, dtype=float)
        self.loss = self.losses(self.logits)
        self.sm = self.derivative() + self.labels
        return self.loss

    def derivative(self) -> np.ndarray:
        """Return the derivative of every row's loss by its logits, a column at a time."""
        slopes = np.empty_like(self.logits)
        for column in range(slopes.shape[1]):
            moved = self.logits.astype(complex)
            moved[:, column] += 1j * TINY
            slopes[:, column] = np.imag(self.losses(moved)) / TINY
        return slopes


class BatchNorm:
    """Batch normalisation of the columns of a batch."""

    def __init__(self, fan_in: int, alpha: float = 0.9) -> None:
        self.alpha, self.eps = alpha, 1e-8
        self.mean, self.var = np.zeros((1, fan_in)), np.ones((1, fan_in))
        self.gamma, self.beta = np.ones((1, fan_in)), np.zeros((1, fan_in))
        self.dgamma, self.dbeta = np.zeros((1, fan_in)), np.zeros((1, fan_in))
        self.running_mean, self.running_var = np.zeros((1, fan_in)), np.ones((1, fan_in))

    def __call__(self, x: np.ndarray, eval: bool = False) -> np.ndarray:
        """Return forward(x, eval)."""
        return self.forward(x, eval)

    def forward(self, x: np.ndarray, eval: bool = False) -> np.ndarray:
        """Normalise, scale and shift x: by its own mean and variance in training, by the running ones else."""
        if eval:
            return self._scaled((x - self.running_mean) * (self.running_var + self.eps) ** -0.5)
        self.x = np.array(x, dtype=float)
        self.mean = np.mean(self.x, axis=0, keepdims=True)
        self.var = np.var(self.x, axis=0, keepdims=True)
        new = 1 - self.alpha
        self.running_mean = self.running_mean + new * (self.mean - self.running_mean)
        self.running_var = self.running_var + new * (self.var - self.running_var)
        self.norm = self._normed(self.x)
        self.out = self._scaled(self.norm)
        return self.out

    def backward(self, delta: np.ndarray) -> np.ndarray:
        """Keep the derivatives by gamma and beta; return that by x, a row at a time: columns are independent."""
        self.dgamma = np.sum(delta * self.norm, axis=0, keepdims=True)
        self.dbeta = np.sum(delta, axis=0, keepdims=True)
        slopes = np.empty_like(self.x)
        for row in range(len(slopes)):
            moved = self.x.astype(complex)
            moved[row] += 1j * TINY
            slopes[row] = np.imag(np.sum(self._scaled(self._normed(moved)) * delta, axis=0)) / TINY
        return slopes

    def _normed(self, x: np.ndarray) -> np.ndarray:
        centred = x - np.mean(x, axis=0, keepdims=True)
        normed: np.ndarray = centred / np.sqrt(np.mean(centred**2, axis=0, keepdims=True) + self.eps)
        return normed

    def _scaled(self, norm: np.ndarray) -> np.ndarray:
        scaled: np.ndarray = np.reshape(self.gamma, (1, -1)) * norm + np.reshape(self.beta, (1, -1))
        return scaled


def gradients(mlp_class: Any) -> None:
    """Let backward of a submission's MLP differentiate its own forward pass numerically, whatever it did before."""
    forward = mlp_class.forward

    def remembering(self: Any, x: np.ndarray, *rest: Any, **named: Any) -> Any:
        self.given_x = np.array(x)
        self.given_logits = forward(self, x, *rest, **named)
        return self.given_logits

    def backward(self: Any, labels: np.ndarray, *_: Any, **__: Any) -> None:
        self.criterion.forward(self.given_logits, labels)  # which callers may look at afterwards
        trial = copy.deepcopy(self)

        def loss() -> float:
            return float(np.mean(trial.criterion.forward(forward(trial, self.given_x), labels)))

        self.dW = [_slopes(loss, W) for W in trial.W]
        self.db = [_slopes(loss, b) for b in trial.b]
        layers, tried = _bn_layers(self), _bn_layers(trial)
        for layer, other in zip(layers, tried):  # which keep the derivatives of the total loss
            layer.dgamma = len(labels) * _slopes(loss, other.gamma)
            layer.dbeta = len(labels) * _slopes(loss, other.beta)

    mlp_class.forward, mlp_class.backward = remembering, backward


def _slopes(loss: Callable[[], float], parameter: np.ndarray) -> np.ndarray:
    """Return the central difference of the loss by every entry of a parameter, which is as before afterwards."""
    slopes = np.zeros(parameter.shape)
    for place in np.ndindex(*parameter.shape):
        before = parameter[place]
        parameter[place] = before + STEP
        above = loss()
        parameter[place] = before - STEP
        slopes[place] = (above - loss()) / (2 * STEP)
        parameter[place] = before
    return slopes


def _bn_layers(mlp: Any) -> List[Any]:
    return list(getattr(mlp, "bn_layers", None) or getattr(mlp, "bnlayers", None) or [])


STAND_INS: Dict[str, Any] = {
    "Sigmoid": Sigmoid,
    "Tanh": Tanh,
    "ReLU": ReLU,
    "SoftmaxCrossEntropy": SoftmaxCrossEntropy,
    "BatchNorm": BatchNorm,
    "MLP.backward": gradients,
}
