from Layer import Layer
import numpy as np


class SoftmaxLayer(Layer):
    def __init__(self):
        super().__init__()

    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        Y = np.zeros(dataIn.shape)
        for n in range(len(dataIn)):
            biggest = max(dataIn[n])
            total = 0
            for d in range(len(dataIn[n])):
                Y[n][d] = np.exp(dataIn[n][d] - biggest)
                total += Y[n][d]
            for d in range(len(dataIn[n])):
                Y[n][d] = Y[n][d] / total
        self.setPrevOut(Y)
        return Y

    def gradient(self):
        out = self.getPrevOut()
        tensor = []
        for row in out:
            grad = np.zeros((len(row), len(row)))
            for i in range(len(row)):
                for j in range(len(row)):
                    if i == j:
                        grad[i][j] = row[i] * (1 - row[i])
                    else:
                        grad[i][j] = -row[i] * row[j]
            tensor.append(grad)
        return tensor

    def backward(self, gradIn):
        tensor = self.gradient()
        gradIn = np.squeeze(gradIn)
        grad = []
        for n in range(len(gradIn)):
            grad.append(np.matmul(gradIn[n], tensor[n]).tolist())
        return grad
