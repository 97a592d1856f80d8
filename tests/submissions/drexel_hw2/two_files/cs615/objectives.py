import numpy as np


class SquaredError():
    def eval(self, Y, Yhat): return np.mean((Y - Yhat) * (Y - Yhat))
    def gradient(self, Y, Yhat): return -2 * (Y - Yhat)


class LogLoss():
    def eval(self, Y, Yhat): return np.mean(-(Y * np.log(Yhat) + (1 - Y) * np.log(1 - Yhat)))
    def gradient(self, Y, Yhat): return -((Y - Yhat) / (Yhat * (1 - Yhat)))


class CrossEntropy():
    def eval(self, Y, Yhat): return -np.sum(Y * np.log(Yhat)) / Y.shape[0]
    def gradient(self, Y, Yhat): return -(Y / Yhat)
