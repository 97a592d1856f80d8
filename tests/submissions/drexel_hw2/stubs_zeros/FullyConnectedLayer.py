from Layer import Layer
import numpy as np

class FullyConnectedLayer(Layer):
    def __init__(self, sizeIn, sizeOut):
        super().__init__()
    def getWeights(self): return np.zeros((1, 1))
    def setWeights(self, w): pass
    def getBiases(self): return np.zeros((1, 1))
    def setBiases(self, b): pass
    def forward(self, x): return np.zeros_like(x)
    def gradient(self): return np.zeros_like(np.ones((1, 1)))
    def backward(self, x): return np.zeros_like(x)
