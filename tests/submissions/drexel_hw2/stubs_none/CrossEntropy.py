import numpy as np

class CrossEntropy:
    def eval(self, Y, x): return None
    def gradient(self, Y, x): return None
