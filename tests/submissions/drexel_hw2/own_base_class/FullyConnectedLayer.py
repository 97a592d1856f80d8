from base import Module
import numpy as np
class FullyConnectedLayer(Module):
    def __init__(self, i, o):
        super().__init__()
        self.W, self.b = [2e-4 * (np.random.rand(r, o) - .5) for r in (i, 1)]
    def getWeights(self): return self.W
    def setWeights(self, W): self.W = W
    def getBiases(self): return self.b
    def setBiases(self, b): self.b = b
    def forward(self, x): return self.keep(x, x @ self.W + self.b)
    def gradient(self): return self.W.T
    def backward(self, g): return g @ self.gradient()
