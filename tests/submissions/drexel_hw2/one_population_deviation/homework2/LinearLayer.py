from .activations import Activation
import numpy as np


class LinearLayer(Activation):
    def f(self, x):
        return x.copy()

    def slope(self, x, y):
        return np.ones(x.shape)
