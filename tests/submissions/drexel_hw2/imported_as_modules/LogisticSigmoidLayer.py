import Layer
from remember import keep
import numpy as np
class LogisticSigmoidLayer(Layer.Layer):
    def forward(self, x): return keep(self, x, .5 + .5 * np.tanh(x / 2))
    def gradient(self): return self.getPrevOut() * (1 - self.getPrevOut())
    def backward(self, gradIn): return gradIn * self.gradient()
