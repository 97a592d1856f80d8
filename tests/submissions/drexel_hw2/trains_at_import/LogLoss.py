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
        return -(Y - Yhat) / (Yhat * (1 - Yhat))

import matplotlib.pyplot as plt
X = np.random.randn(200, 5)
T = (X[:, :1] > 0) * 1.0
W = np.zeros((5, 1))
losses = []
for epoch in range(300):
    P = 1 / (1 + np.exp(-X @ W))
    losses.append(LogLoss().eval(T, np.clip(P, 1e-6, 1 - 1e-6)))
    W -= 0.1 * X.T @ (LogLoss().gradient(T, np.clip(P, 1e-6, 1 - 1e-6)) * P * (1 - P)) / 200
plt.plot(losses)
plt.show()
print("final loss", losses[-1])
