"""The log loss."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class LogLoss:
    """The negative logarithm of the probability given to what came true: yes or no."""

    def eval(self, Y: Array, Yhat: Array) -> float:
        """Return the mean over the N observations of -Y log(Yhat) - (1 - Y) log(1 - Yhat): one number.

        Y: targets, 0 or 1, (N, K), K being 1 where one number is asked for.
        Yhat: estimated probabilities, between 0 and 1; of the same shape.
        """
        return float(np.mean(-Y * np.log(Yhat) - (1 - Y) * np.log(1 - Yhat)))

    def gradient(self, Y: Array, Yhat: Array) -> Array:
        """Return the derivative of each observation's own log loss by its Yhat, (N, K). Do not divide by N.

        Y: targets, 0 or 1, (N, K), K being 1 where one number is asked for.
        Yhat: estimated probabilities, between 0 and 1; of the same shape.
        """
        raise NotImplementedError
