import numpy as np

class LogLoss:
    def eval(self, Y, x): return np.zeros_like(x)
    def gradient(self, Y, x): return np.zeros_like(x)
