import numpy as np

class CrossEntropy:
    def eval(self, Y, x): return x
    def gradient(self, Y, x): return x
