import numpy as np

eps = 1e-6


class LogLoss():
    def eval(self, Y, Yhat):
        return np.mean(-(Y * np.log(Yhat + eps) + (1 - Y) * np.log(1 - Yhat + eps)))

    def gradient(self, Y, Yhat):
        return -(Y - Yhat) / (Yhat * (1 - Yhat) + eps)
