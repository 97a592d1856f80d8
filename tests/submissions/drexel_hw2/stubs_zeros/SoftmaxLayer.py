from Layer import Layer
import numpy as np

class SoftmaxLayer(Layer):
    def __init__(self):
        super().__init__()
    def forward(self, x): return np.zeros_like(x)
    def gradient(self): return np.zeros_like(np.ones((1, 1)))
    def backward(self, x): return np.zeros_like(x)
