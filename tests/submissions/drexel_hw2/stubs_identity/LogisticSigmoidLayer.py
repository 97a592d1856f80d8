from Layer import Layer
import numpy as np

class LogisticSigmoidLayer(Layer):
    def __init__(self):
        super().__init__()
    def forward(self, x):
        self.x = x
        return x
    def gradient(self): return np.ones_like(self.x)
    def backward(self, x): return x
