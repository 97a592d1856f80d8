from Layer import Layer
import numpy as np


class TanhLayer(Layer):
    def __init__(self):
        super().__init__()

    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        Y = np.zeros(dataIn.shape)
        for n in range(dataIn.shape[0]):
            for d in range(dataIn.shape[1]):
                Y[n][d] = (np.exp(dataIn[n][d]) - np.exp(-dataIn[n][d])) / (np.exp(dataIn[n][d]) + np.exp(-dataIn[n][d]))
        self.setPrevOut(Y)
        return Y

    # 1 - g^2
    def gradient(self):
        X = self.getPrevIn()
        Y = self.getPrevOut()
        N, D = Y.shape
        T = np.zeros((N, D, D))
        for n in range(N):
            for d in range(D):
                T[n][d][d] = 1 - Y[n][d] ** 2
        return T

    def backward(self, gradIn):
        sg = self.gradient()
        grad = np.zeros((gradIn.shape[0], sg.shape[2]))
        for n in range(gradIn.shape[0]):
            grad[n, :] = gradIn[n, :] @ sg[n, :, :]
        return grad
