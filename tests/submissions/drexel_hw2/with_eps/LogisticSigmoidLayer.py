from Layer import Layer
import numpy as np


class LogisticSigmoidLayer(Layer):
    def forward(self, dataIn):
        self.setPrevIn(dataIn)
        self.setPrevOut(1 / (1 + np.exp(-dataIn) + 1e-7))
        return self.getPrevOut()

    def gradient(self):
        g = self.getPrevOut()
        return np.multiply(g, 1 - g) + 1e-7

    def backward(self, gradIn):
        return gradIn * self.gradient()
