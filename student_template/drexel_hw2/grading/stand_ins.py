"""Correct parts to put in place of a submission's own, so that what builds on a wrong part is judged apart from it.

They are given to students. Forward passes are those of the handout; every derivative is taken numerically, so that
nothing here shows how one is written.
"""

# ruff: noqa: N802 - the handout's names

from __future__ import annotations

from typing import Any, Dict

import numpy as np

TINY = 1e-30  # of a complex step, which loses no digits


class Layer:
    """A layer given by a formula, which takes real and complex numbers."""

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return the outputs (N, K) for the inputs (N, D)."""
        raise NotImplementedError

    def setPrevIn(self, dataIn: np.ndarray) -> None:
        """Remember what goes in."""
        self.last_in = dataIn

    def setPrevOut(self, out: np.ndarray) -> None:
        """Remember what comes out."""
        self.last_out = out

    def getPrevIn(self) -> np.ndarray:
        """Return what went in last."""
        return self.last_in

    def getPrevOut(self) -> np.ndarray:
        """Return what came out last."""
        return self.last_out

    def forward(self, dataIn: np.ndarray) -> np.ndarray:
        """Return the outputs for the inputs, and remember both."""
        self.setPrevIn(dataIn)
        self.setPrevOut(self.formula(dataIn))
        return self.getPrevOut()

    def gradient(self) -> np.ndarray:
        """Return the Jacobian of every observation, (N, K, D), an input at a time."""
        columns = []
        for place in range(self.getPrevIn().shape[1]):
            moved = self.getPrevIn().astype(complex)
            moved[:, place] += 1j * TINY
            columns.append(np.imag(self.formula(moved)) / TINY)
        return np.stack(columns, axis=-1)

    def backward(self, gradIn: np.ndarray) -> np.ndarray:
        """Return gradIn (N, K) pulled back to the inputs: the slope of the sum of gradIn * outputs by each, (N, D)."""
        slopes = np.zeros_like(self.getPrevIn(), dtype=float)
        for place in range(slopes.shape[1]):
            moved = self.getPrevIn().astype(complex)
            moved[:, place] += 1j * TINY
            slopes[:, place] = np.imag(np.sum(gradIn * self.formula(moved), axis=1)) / TINY
        return slopes


class FullyConnectedLayer(Layer):
    """Outputs are inputs @ W + b."""

    def __init__(self, sizeIn: int, sizeOut: int) -> None:
        self.setWeights(np.random.uniform(-1e-4, 1e-4, (sizeIn, sizeOut)))  # noqa: NPY002 - as it is seeded
        self.setBiases(np.random.uniform(-1e-4, 1e-4, (1, sizeOut)))  # noqa: NPY002

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return it."""
        outputs: np.ndarray = x @ self.weights + self.biases
        return outputs

    def getWeights(self) -> np.ndarray:
        """Return W, (sizeIn, sizeOut)."""
        return self.weights

    def setWeights(self, weights: np.ndarray) -> None:
        """Use these weights."""
        self.weights = weights

    def getBiases(self) -> np.ndarray:
        """Return b, (1, sizeOut)."""
        return self.biases

    def setBiases(self, biases: np.ndarray) -> None:
        """Use these biases."""
        self.biases = biases


class LogisticSigmoidLayer(Layer):
    """The logistic sigmoid, entry by entry."""

    def formula(self, x: np.ndarray) -> np.ndarray:
        """Return it by way of tanh, which never overflows."""
        logistic: np.ndarray = 0.5 + 0.5 * np.tanh(0.5 * x)
        return logistic


class LogLoss:
    """The log loss."""

    def losses(self, Y: np.ndarray, Yhat: np.ndarray) -> np.ndarray:
        """Return the loss of every entry, for real or complex Yhat."""
        losses: np.ndarray = -Y * np.log(Yhat) - (1 - Y) * np.log(1 - Yhat)
        return losses

    def eval(self, Y: np.ndarray, Yhat: np.ndarray) -> float:
        """Return the mean over the observations."""
        return float(np.mean(self.losses(Y, Yhat)))

    def gradient(self, Y: np.ndarray, Yhat: np.ndarray) -> np.ndarray:
        """Return the slope of every entry's own loss."""
        slope: np.ndarray = np.imag(self.losses(Y, Yhat + 1j * TINY)) / TINY
        return slope


STAND_INS: Dict[str, Any] = {
    "FullyConnectedLayer": FullyConnectedLayer,
    "LogisticSigmoidLayer": LogisticSigmoidLayer,
    "LogLoss": LogLoss,
}
