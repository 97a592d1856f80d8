"""The squared error."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class SquaredError:
    """The squared error of an estimate."""

    def eval(self, Y: Array, Yhat: Array) -> float:
        """Return the mean over the N observations of (Y - Yhat)^2: one number.

        Y: targets, (N, K), K being 1 where one number is asked for.
        Yhat: estimates; of the same shape.
        """
        return float(np.mean((Y - Yhat) ** 2))

    def gradient(self, Y: Array, Yhat: Array) -> Array:
        """Return the derivative of each observation's own squared error by its Yhat, (N, K). Do not divide by N.

        Y: targets, (N, K), K being 1 where one number is asked for.
        Yhat: estimates; of the same shape.
        """
        return -2 * (Y - Yhat)
