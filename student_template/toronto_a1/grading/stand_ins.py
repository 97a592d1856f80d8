"""Correct parts to put in place of a submission's own, so that what builds on a wrong part is judged apart from it.

They are given to students. Forward passes are those of the handout; every derivative is taken numerically, so that
nothing here shows how one is written.
"""

from __future__ import annotations

from typing import Any, Callable, Dict

import numpy as np

TINY = 1e-30  # of a complex step, which loses no digits


def softsign(z: np.ndarray) -> np.ndarray:
    """Return z / (1 + abs(z)), real or complex; abs goes by the sign of the real part."""
    y: np.ndarray = z / (1 + np.where(np.real(z) < 0, -z, z))
    return y


def cross_entropy(z: np.ndarray, t: np.ndarray) -> np.ndarray:
    """Return the loss of every example, (M,), with y = (softsign(z) + 1) / 2."""
    y = (1 + softsign(z)) / 2
    losses: np.ndarray = -t * np.log(y) - (1 - t) * np.log(1 - y)
    return losses


def complex_step(function: Callable[[np.ndarray], np.ndarray], z: np.ndarray) -> np.ndarray:
    """Return the slope of `function`, entry by entry."""
    slope: np.ndarray = np.imag(function(np.asarray(z, dtype=float) + 1j * TINY)) / TINY
    return slope


def softsign_prime(z: np.ndarray) -> np.ndarray:
    """Return the slope of softsign, in the shape of z."""
    return complex_step(softsign, z)


def loss_derivatives(loss_class: Any) -> None:
    """Let derivatives of a submission's SoftsignCrossEntropy differentiate the loss numerically."""

    def derivatives(z: np.ndarray, t: np.ndarray) -> np.ndarray:
        return complex_step(lambda moved: cross_entropy(moved, np.asarray(t, dtype=float)), z)

    loss_class.derivatives = staticmethod(derivatives)


def cost_derivatives(mlp_class: Any) -> None:
    """Let cost_derivatives of a submission's MultilayerPerceptron differentiate the cost numerically.

    The cost is the mean of dLdz * z. Hidden units add up to z, each by its own parameters, so one step may move a
    parameter of all units at once: the cost is kept apart by unit.
    """

    def derivatives(self: Any, X: np.ndarray, _: Any, dLdz: np.ndarray) -> Dict[str, Any]:
        W1, b1, w2, b2 = (np.asarray(getattr(self, name), dtype=float) for name in ("W1", "b1", "w2", "b2"))
        R = X @ W1.T + b1.reshape(-1)

        def cost(R: np.ndarray, w2: np.ndarray) -> np.ndarray:  # of every unit
            costs: np.ndarray = np.mean(dLdz[:, None] * softsign(R) * w2, axis=-2)
            return costs

        by_input = R + 1j * TINY * X.T[:, :, None]  # (D, M, N): W1 moved for one input after the other
        return {
            "W1": np.imag(cost(by_input, w2.reshape(-1))).T / TINY,
            "b1": complex_step(lambda b: cost(X @ W1.T + b, w2.reshape(-1)), b1.reshape(-1)),
            "w2": complex_step(lambda w: cost(R, w), w2.reshape(-1)),
            "b2": float(complex_step(lambda b: np.mean(dLdz * b), b2.reshape(-1)[0])),
        }

    mlp_class.cost_derivatives = derivatives


STAND_INS: Dict[str, Any] = {
    "softsign_prime": softsign_prime,
    "SoftsignCrossEntropy.derivatives": loss_derivatives,
    "MultilayerPerceptron.cost_derivatives": cost_derivatives,
}
