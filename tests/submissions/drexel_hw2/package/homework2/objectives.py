from abc import ABC, abstractmethod

import numpy as np


class Objective(ABC):
    """The mean of the losses of single observations, (N,)."""

    @abstractmethod
    def losses(self, Y: np.ndarray, Yhat: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def gradient(self, Y: np.ndarray, Yhat: np.ndarray) -> np.ndarray: ...

    def eval(self, Y: np.ndarray, Yhat: np.ndarray) -> float:
        return float(np.mean(self.losses(Y, Yhat)))
