import numpy as np

class SquaredError:
    def eval(self, Y, x): return None
    def gradient(self, Y, x): return None
