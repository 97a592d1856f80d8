from .activations import Activation
import numpy as np


class ReLULayer(Activation):
    def f(self, x):
        return np.where(x > 0, x, 0)

    def slope(self, x, y):
        return np.heaviside(x, 0)
