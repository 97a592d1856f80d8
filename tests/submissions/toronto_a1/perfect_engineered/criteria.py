"""Losses of a number z and a target t."""

from abc import ABC, abstractmethod

import numpy as np
from activation import Logistic, Softsign


class Loss(ABC):
    @staticmethod
    @abstractmethod
    def value(z, t):
        """Return the loss of every example."""

    @staticmethod
    @abstractmethod
    def derivatives(z, t):
        """Return its derivative by z."""


class LogisticSquaredError(Loss):
    @staticmethod
    def value(z, t):
        return 0.5 * (Logistic.forward(z) - t) ** 2

    @staticmethod
    def derivatives(z, t):
        y = Logistic.forward(z)
        return (y - t) * y * (1 - y)


class LogisticCrossEntropy(Loss):
    @staticmethod
    def value(z, t):
        return t * np.logaddexp(0, -z) + (1 - t) * np.logaddexp(0, z)

    @staticmethod
    def derivatives(z, t):
        return Logistic.forward(z) - t


class SoftsignCrossEntropy(Loss):
    @staticmethod
    def _y(z):
        return 0.5 * (Softsign.forward(z) + 1)

    @classmethod
    def value(cls, z, t):
        y = cls._y(z)
        return -t * np.log(y) - (1 - t) * np.log(1 - y)

    @classmethod
    def derivatives(cls, z, t):
        y = cls._y(z)
        return (y - t) / (y * (1 - y)) * 0.5 * Softsign.slope(z)
