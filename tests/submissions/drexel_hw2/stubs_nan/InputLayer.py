from Layer import Layer
import numpy as np

class InputLayer(Layer):
    def __init__(self, dataIn):
        super().__init__()
    def forward(self, x): return x * np.nan
    def gradient(self): return np.ones((1, 1)) * np.nan
    def backward(self, x): return x * np.nan
