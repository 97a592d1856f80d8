from base import Module
import numpy as np
class InputLayer(Module):
    def __init__(self, X):
        super().__init__()
        self.m, s = X.mean(0), X.std(0, ddof=1)
        self.s = s + (s == 0)
    def forward(self, x): return self.keep(x, (x - self.m) / self.s)
    def gradient(self): pass
