from Layer import Layer
import numpy as np

class LogisticSigmoidLayer(Layer):
    def __init__(self):
        super().__init__()
    def forward(self, x): return x * np.nan
    def gradient(self): return np.ones((1, 1)) * np.nan
    def backward(self, x): return x * np.nan
