import numpy as np


class CrossEntropy():
    def __init__(self, eps=1e-6):
        self.eps = eps

    def eval(self, Y, Yhat):
        return np.mean(np.sum(-Y * np.log(Yhat + self.eps), axis=1))

    def gradient(self, Y, Yhat):
        return -Y / (Yhat + self.eps)
