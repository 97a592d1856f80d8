import numpy as np


class CrossEntropy():
    def eval(self, Y, Yhat):
        total = 0
        for n in range(Y.shape[0]):
            for k in range(Y.shape[1]):
                if Y[n][k] == 1:
                    total = total - np.log(Yhat[n][k])
        return total / Y.shape[0]

    def gradient(self, Y, Yhat):
        Y, Yhat = Y.squeeze(), Yhat.squeeze()
        grad = np.zeros(Y.shape)
        for n in range(Y.shape[0]):
            for k in range(Y.shape[1]):
                grad[n][k] = -(Y[n][k] / Yhat[n][k])
        return grad
