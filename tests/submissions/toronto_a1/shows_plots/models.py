"""Assignment 1: loss functions and backpropagation, on fours against nines.

M is the number of training examples (axis 0 of X), D that of inputs, N that of hidden units. Targets t are 0 (a four)
or 1 (a nine). Write the three parts that say `raise NotImplementedError`, with NumPy; all the rest is given.
Run this file to check your derivatives: `python models.py`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import numpy as np

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


# --- activation functions ------------------------------------------------------------------------------------


def logistic(z: Array) -> Array:
    """Return 1 / (1 + exp(-z)), entry by entry. Given."""
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + e), e / (1 + e))


def softsign(z: Array) -> Array:
    """Return z / (1 + abs(z)), entry by entry: in the open interval (-1, 1). Given."""
    return z / (1 + np.abs(z))


def softsign_prime(z: Array) -> Array:
    """Return the derivative of softsign at z, entry by entry, in the shape of z."""
    return 1 / (1 + np.abs(z)) ** 2


# --- loss functions ------------------------------------------------------------------------------------------


def cross_entropy(y: Array, t: Array) -> Array:
    """Return -t log y - (1 - t) log(1 - y), entry by entry. Given."""
    return -t * np.log(y) - (1 - t) * np.log(1 - y)


class LogisticSquaredError:
    """Squared error of a logistic output: y = logistic(z), L = (y - t)^2 / 2. Given."""

    @staticmethod
    def value(z: Array, t: Array) -> Array:
        """Return the loss of every example, (M,)."""
        return 0.5 * (logistic(z) - t) ** 2

    @staticmethod
    def derivatives(z: Array, t: Array) -> Array:
        """Return dL/dz of every example, (M,)."""
        y = logistic(z)
        return (y - t) * y * (1 - y)


class LogisticCrossEntropy:
    """Cross-entropy of a logistic output: y = logistic(z), L = -t log y - (1 - t) log(1 - y). Given."""

    @staticmethod
    def value(z: Array, t: Array) -> Array:
        """Return the loss of every example, (M,), without ever taking the logarithm of zero."""
        return t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z)

    @staticmethod
    def derivatives(z: Array, t: Array) -> Array:
        """Return dL/dz of every example, (M,)."""
        return logistic(z) - t


class SoftsignCrossEntropy:
    """Cross-entropy of a softsign output: y = (softsign(z) + 1) / 2, L = -t log y - (1 - t) log(1 - y)."""

    @staticmethod
    def value(z: Array, t: Array) -> Array:
        """Return the loss of every example, (M,). Given."""
        return cross_entropy(0.5 * (softsign(z) + 1), t)

    @staticmethod
    def derivatives(z: Array, t: Array) -> Array:
        """Return dL/dz of every example, (M,): neither a sum nor a mean."""
        y = 0.5 * (softsign(z) + 1)
        return ((1 - t) / (1 - y) - t / y) * softsign_prime(z) / 2


LOSSES = {"logistic_se": LogisticSquaredError, "logistic_ce": LogisticCrossEntropy, "softsign_ce": SoftsignCrossEntropy}


# --- models --------------------------------------------------------------------------------------------------


class LinearModel:
    """z = X w + b. Given."""

    names = ("w", "b")

    def __init__(self, w: Array, b: float):
        self.w = w  # (D,)
        self.b = b  # a number

    @classmethod
    def random_init(cls, num_inputs: int, std: float) -> LinearModel:
        """Return a model with normal weights of standard deviation `std`."""
        return cls(np.random.normal(0.0, std, size=num_inputs), 0.0)

    def compute_activations(self, X: Array) -> dict[str, Array]:
        """Return {"z": z} for X (M, D), z (M,)."""
        return {"z": X @ self.w + self.b}

    def cost_derivatives(self, X: Array, activations: dict[str, Array], dLdz: Array) -> dict[str, Array]:
        """Return the derivatives of the mean loss by w and b."""
        del activations
        return {"w": X.T @ dLdz / len(X), "b": dLdz.mean()}

    @staticmethod
    def get_predictions(act: dict[str, Array]) -> Array:
        """Return True where a nine is predicted, (M,)."""
        return act["z"] > 0


class MultilayerPerceptron:
    """One layer of softsign hidden units: R = X W1^T + b1, H = softsign(R), z = H w2 + b2."""

    names = ("W1", "b1", "w2", "b2")

    def __init__(self, W1: Array, b1: Array, w2: Array, b2: float):
        self.W1 = W1  # (N, D)
        self.b1 = b1  # (N,)
        self.w2 = w2  # (N,)
        self.b2 = b2  # a number

    @classmethod
    def random_init(cls, num_inputs: int, num_hid: int, std: float) -> MultilayerPerceptron:
        """Return a network with normal weights of standard deviation `std`. Given."""
        W1 = np.random.normal(0.0, std, size=(num_hid, num_inputs))
        b1 = np.random.normal(0.0, std, size=num_hid)
        return cls(W1, b1, np.random.normal(0.0, std, size=num_hid), 0.0)

    def compute_activations(self, X: Array) -> dict[str, Array]:
        """Return {"R": R, "H": H, "z": z} for X (M, D): R and H (M, N), z (M,). Given."""
        R = X @ self.W1.T + self.b1
        H = softsign(R)
        return {"R": R, "H": H, "z": H @ self.w2 + self.b2}

    def cost_derivatives(self, X: Array, activations: dict[str, Array], dLdz: Array) -> dict[str, Array]:
        """Return the derivatives of the cost, the MEAN of the loss over the M examples.

        X is (M, D), `activations` what compute_activations(X) returned, dLdz (M,) the derivative of every example's own
        loss by its z, so that the 1/M belongs here. Leave all three as they are.

        Return a dict with "W1" (N, D), "b1" (N,), "w2" (N,) and "b2", a number.
        """
        M = X.shape[0]
        dLdR = dLdz[:, None] * self.w2 * softsign_prime(activations["R"])
        return {"W1": dLdR.T @ X / M, "b1": dLdR.mean(axis=0), "w2": activations["H"].T @ dLdz / M, "b2": np.mean(dLdz)}

    @staticmethod
    def get_predictions(act: dict[str, Array]) -> Array:
        """Return True where a nine is predicted, (M,). Given."""
        return act["z"] > 0


# --- training ------------------------------------------------------------------------------------------------


def load_data(path: str = "digits.npz") -> dict[str, Array]:
    """Return X_train, t_train, X_valid and t_valid: fours (0) and nines (1), pixels from 0 to 1, (M, 784). Given.

    They are read from the course's file, or without it taken from the digits that come with the pre-check.
    """
    if Path(path).exists():
        with np.load(path) as file:
            return {name: file[name] for name in ("X_train", "t_train", "X_valid", "t_valid")}
    from grader.datasets import digits

    found = digits()
    data = {}
    for name, part in (("train", found.train.only(4, 9)), ("valid", found.validation.only(4, 9))):
        data[f"X_{name}"] = part.images.reshape(-1, 784) / 255
        data[f"t_{name}"] = (part.labels == 9) * 1.0
    return data


def flipped(t: Array, fraction: float = 0.1) -> Array:
    """Return the targets with a fraction of them wrong, always the same ones. Given."""
    wrong = np.random.RandomState(0).permutation(len(t))[: round(fraction * len(t))]
    noisy = t.copy()
    noisy[wrong] = 1 - noisy[wrong]
    return noisy


def train_model(
    model: Any,
    loss_fn: Any,
    data: dict[str, Array],
    num_epochs: int = 100,
    batch_size: int = 100,
    learning_rate: float = 0.1,
    weight_decay: float = 0.001,
) -> None:
    """Train the model in place by gradient descent over mini-batches, and print how it goes. Given."""
    X, t = data["X_train"], data["t_train"]
    for epoch in range(1, num_epochs + 1):
        order = np.random.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            act = model.compute_activations(X[rows])
            gradients = model.cost_derivatives(X[rows], act, loss_fn.derivatives(act["z"], t[rows]))
            for name in model.names:
                old = getattr(model, name)
                decay = weight_decay * old if name.lower().startswith("w") else 0.0
                setattr(model, name, old - learning_rate * (gradients[name] + decay))
        if epoch % 10 == 0:
            errors = [error_rate(model, data[f"X_{part}"], data[f"t_{part}"]) for part in ("train", "valid")]
            cost = loss_fn.value(model.compute_activations(X)["z"], t).mean()
            print(f"epoch {epoch}: cost {cost:.4f}, training error {errors[0]:.4f}, validation error {errors[1]:.4f}")


def error_rate(model: Any, X: Array, t: Array) -> float:
    """Return the fraction of wrong predictions. Given."""
    return float(np.mean(model.get_predictions(model.compute_activations(X)) != (t > 0.5)))


def train_from_scratch(
    model_str: str, loss_str: str, noisy: bool = False, init_std: float = 0.1, num_hid: int = 100, num_epochs: int = 100
) -> Any:
    """Train a "linear" or "mlp" model with the loss "logistic_ce", "logistic_se" or "softsign_ce"; return it. Given."""
    np.random.seed(0)
    data = load_data()
    if noisy:
        data["t_train"] = flipped(data["t_train"])
    num_inputs = data["X_train"].shape[1]
    if model_str == "linear":
        model: Any = LinearModel.random_init(num_inputs, init_std)
    else:
        model = MultilayerPerceptron.random_init(num_inputs, num_hid, init_std)
    train_model(model, LOSSES[loss_str], data, num_epochs)
    return model


# --- checks --------------------------------------------------------------------------------------------------


def check_derivatives(step: float = 1e-5) -> None:
    """Compare your derivatives with central differences, and print the largest difference of each. Given."""
    rng = np.random.RandomState(0)
    z, t = rng.normal(size=7), np.array([0, 1, 1, 0, 0, 1, 0])
    slope = (softsign(z + step) - softsign(z - step)) / (2 * step)
    print("softsign_prime:", np.abs(softsign_prime(z) - slope).max())
    slope = (SoftsignCrossEntropy.value(z + step, t) - SoftsignCrossEntropy.value(z - step, t)) / (2 * step)
    print("SoftsignCrossEntropy.derivatives:", np.abs(SoftsignCrossEntropy.derivatives(z, t) - slope).max())
    X = rng.normal(size=(7, 5))
    model = MultilayerPerceptron(rng.normal(size=(4, 5)), rng.normal(size=4), rng.normal(size=4), 0.3)
    act = model.compute_activations(X)
    found = model.cost_derivatives(X, act, LogisticCrossEntropy.derivatives(act["z"], t))
    for name in model.names:
        numerical = _central_differences(model, name, X, t, step)
        print(f"cost_derivatives, {name}:", np.abs(found[name] - numerical).max())


def _central_differences(model: MultilayerPerceptron, name: str, X: Array, t: Array, step: float) -> Array:
    parameter = np.array(getattr(model, name), dtype=float)
    slopes = np.zeros_like(parameter)
    for index in np.ndindex(parameter.shape):
        costs = []
        for sign in (1, -1):
            moved = parameter.copy()
            moved[index] += sign * step
            setattr(model, name, moved)
            costs.append(LogisticCrossEntropy.value(model.compute_activations(X)["z"], t).mean())
        slopes[index] = (costs[0] - costs[1]) / (2 * step)
    setattr(model, name, parameter)
    return slopes


def print_derivatives() -> None:
    """Print your derivatives of a loss at four points, to put into the write-up. Given."""
    z, t = np.array([0.375, -1.223, 2.511, -0.952]), np.array([0, 0, 1, 1])
    print("SoftsignCrossEntropy.derivatives:", SoftsignCrossEntropy.derivatives(z, t))


if __name__ == "__main__":
    check_derivatives()
    print_derivatives()
    z = np.linspace(-5, 5, 200)
    plt.plot(z, SoftsignCrossEntropy.value(z, np.ones(200)))
    plt.show()
