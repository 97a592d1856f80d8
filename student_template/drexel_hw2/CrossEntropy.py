"""The cross entropy."""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class CrossEntropy:
    """The negative logarithm of the probability given to what came true: one class of K."""

    def eval(self, Y: Array, Yhat: Array) -> float:
        """Return the mean over the N observations of -sum over k of Y log(Yhat): one number.

        Y: targets, one-hot, (N, K).
        Yhat: estimated probabilities, each row adding up to 1; of the same shape.
        """
        raise NotImplementedError

    def gradient(self, Y: Array, Yhat: Array) -> Array:
        """Return the derivative of each observation's own cross entropy by its Yhat, (N, K). Do not divide by N.

        Y: targets, one-hot, (N, K).
        Yhat: estimated probabilities, each row adding up to 1; of the same shape.
        """
        raise NotImplementedError
