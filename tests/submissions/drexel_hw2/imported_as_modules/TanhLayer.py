import Layer
from remember import keep
import numpy as np
class TanhLayer(Layer.Layer):
    def forward(self, x): return keep(self, x, np.tanh(x))
    def gradient(self): return 1 - self.getPrevOut() ** 2
    def backward(self, gradIn): return gradIn * self.gradient()
