import numpy as np

class LogLoss:
    def eval(self, Y, x): return x
    def gradient(self, Y, x): return x
