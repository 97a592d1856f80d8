"""Activation functions with their slopes."""

import numpy as np


class Logistic:
    @staticmethod
    def forward(z):
        return 0.5 * (1 + np.tanh(0.5 * z))


class Softsign:
    @staticmethod
    def forward(z):
        return z / (1 + np.abs(z))

    @staticmethod
    def slope(z):
        return np.reciprocal(np.square(1 + np.abs(z)))
