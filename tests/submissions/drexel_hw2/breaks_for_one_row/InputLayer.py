from Layer import Layer
import numpy as np


class InputLayer(Layer):
    # Input:  dataIn, an NxD matrix
    # Output: None
    def __init__(self, dataIn):
        super().__init__()
        N = dataIn.shape[0]
        D = dataIn.shape[1]
        self.meanX = []
        self.stdX = []
        for d in range(D):
            total = 0
            for n in range(N):
                total = total + dataIn[n][d]
            mean = total / N
            var = 0
            for n in range(N):
                var = var + (dataIn[n][d] - mean) ** 2
            std = np.sqrt(var / (N - 1))
            if std == 0:
                std = 1
            self.meanX.append(mean)
            self.stdX.append(std)

    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        Y = np.zeros(dataIn.shape)
        for n in range(dataIn.shape[0]):
            for d in range(dataIn.shape[1]):
                Y[n][d] = (dataIn[n][d] - self.meanX[d]) / self.stdX[d]
        self.setPrevOut(Y)
        return Y

    def gradient(self):
        pass

    def backward(self, gradIn):
        pass
