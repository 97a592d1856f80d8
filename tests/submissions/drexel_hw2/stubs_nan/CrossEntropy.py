import numpy as np

class CrossEntropy:
    def eval(self, Y, x): return x * np.nan
    def gradient(self, Y, x): return x * np.nan
