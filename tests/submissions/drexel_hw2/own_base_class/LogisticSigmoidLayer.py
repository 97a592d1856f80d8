from base import Module
import numpy as np
class LogisticSigmoidLayer(Module):
    def forward(self, x): return self.keep(x, .5 + .5 * np.tanh(x / 2))
    def gradient(self): return self.getPrevOut() * (1 - self.getPrevOut())
