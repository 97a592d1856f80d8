from base import Module
import numpy as np
class LinearLayer(Module):
    def forward(self, x): return self.keep(x, x)
    def gradient(self): return np.eye(self.getPrevIn().shape[1])
    def backward(self, g): return g
