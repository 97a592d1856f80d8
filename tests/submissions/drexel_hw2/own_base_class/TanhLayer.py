from base import Module
import numpy as np
class TanhLayer(Module):
    def forward(self, x): return self.keep(x, np.tanh(x))
    def gradient(self): return 1 - self.getPrevOut() ** 2
