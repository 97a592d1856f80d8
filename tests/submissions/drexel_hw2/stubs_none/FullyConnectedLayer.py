from Layer import Layer
import numpy as np

class FullyConnectedLayer(Layer):
    def __init__(self, sizeIn, sizeOut):
        super().__init__()
    def getWeights(self): return np.zeros((1, 1))
    def setWeights(self, w): pass
    def getBiases(self): return np.zeros((1, 1))
    def setBiases(self, b): pass
    def forward(self, x): return None
    def gradient(self): return None
    def backward(self, x): return None
