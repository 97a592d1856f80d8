from Layer import Layer
import numpy as np


class FullyConnectedLayer(Layer):
    # Input:  sizeIn, the number of features of data coming in
    # Input:  sizeOut, the number of features for the data coming out
    def __init__(self, sizeIn, sizeOut):
        super().__init__()
        self.weights = np.random.uniform(low=-0.0001, high=0.0001, size=(sizeIn, sizeOut))
        self.biases = np.random.uniform(low=-0.0001, high=0.0001, size=(1, sizeOut))

    def getWeights(self):
        return self.weights

    def setWeights(self, weights):
        self.weights = weights

    def getBiases(self):
        return self.biases

    def setBiases(self, biases):
        self.biases = biases

    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        Y = np.dot(dataIn, self.weights) + self.biases
        self.setPrevOut(Y)
        return Y

    def gradient(self):
        # one for every observation
        grad = []
        for i in range(len(self.getPrevIn())):
            grad.append(np.transpose(self.weights))
        return np.array(grad)

    def backward(self, gradIn):
        grad = self.gradient()
        out = np.zeros(self.getPrevIn().shape)
        for n in range(len(gradIn)):
            out[n, :] = np.dot(gradIn[n, :], grad[n])
        return out
