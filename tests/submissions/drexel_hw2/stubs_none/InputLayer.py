from Layer import Layer
import numpy as np

class InputLayer(Layer):
    def __init__(self, dataIn):
        super().__init__()
    def forward(self, x): return None
    def gradient(self): return None
    def backward(self, x): return None
