import numpy as np

class SquaredError:
    def eval(self, Y, x): return x
    def gradient(self, Y, x): return x
