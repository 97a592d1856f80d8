import numpy as np


class LogLoss():
    def eval(self, Y, Yhat):
        J = 0
        for n in range(Y.shape[0]):
            J = J - (Y[n] * np.log(Yhat[n]) + (1 - Y[n]) * np.log(1 - Yhat[n]))
        return J / Y.shape[0]

    def gradient(self, Y, Yhat):
        grad = np.zeros(Y.shape)
        for n in range(Y.shape[0]):
            grad[n] = -(Y[n] - Yhat[n]) / (Yhat[n] * (1 - Yhat[n]))
        return grad
