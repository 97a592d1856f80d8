import numpy as np

from .objectives import Objective


class LogLoss(Objective):
    def losses(self, Y, Yhat):
        return -(Y * np.log(Yhat) + (1 - Y) * np.log1p(-Yhat)).sum(axis=1)

    def gradient(self, Y, Yhat):
        return np.where(Y > 0.5, -1 / Yhat, 1 / (1 - Yhat))
