import Layer
from remember import keep
import numpy as np
class LinearLayer(Layer.Layer):
    def forward(self, x): return keep(self, x, x)
    def gradient(self): return np.eye(self.getPrevIn().shape[1])
    def backward(self, g): return g
