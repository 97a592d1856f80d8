from Layer import Layer
import numpy as np


class ReLULayer(Layer):
    def __init__(self):
        super().__init__()

    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        Y = np.zeros(dataIn.shape)
        for n in range(dataIn.shape[0]):
            for d in range(dataIn.shape[1]):
                Y[n][d] = max(0, dataIn[n][d])
        self.setPrevOut(Y)
        return Y

    # 1 for the positive ones
    def gradient(self):
        X = self.getPrevIn()
        Y = self.getPrevOut()
        N, D = Y.shape
        T = np.zeros((N, D, D))
        for n in range(N):
            for d in range(D):
                T[n][d][d] = 1 if X[n][d] > 0 else 0
        return T

    def backward(self, gradIn):
        sg = self.gradient()
        grad = np.zeros((gradIn.shape[0], sg.shape[2]))
        for n in range(gradIn.shape[0]):
            grad[n, :] = gradIn[n, :] @ sg[n, :, :]
        return grad
