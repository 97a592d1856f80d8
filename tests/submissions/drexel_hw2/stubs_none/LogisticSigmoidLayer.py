from Layer import Layer
import numpy as np

class LogisticSigmoidLayer(Layer):
    def __init__(self):
        super().__init__()
    def forward(self, x): return None
    def gradient(self): return None
    def backward(self, x): return None
