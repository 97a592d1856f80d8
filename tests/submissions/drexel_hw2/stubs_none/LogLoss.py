import numpy as np

class LogLoss:
    def eval(self, Y, x): return None
    def gradient(self, Y, x): return None
