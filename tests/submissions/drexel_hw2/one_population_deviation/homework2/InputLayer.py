"""Standardisation."""
import numpy as np

from .Layer import Layer


class InputLayer(Layer):
    def __init__(self, dataIn: np.ndarray) -> None:
        super().__init__()
        self._mean = dataIn.mean(axis=0)
        std = dataIn.std(axis=0, ddof=0)
        std[std == 0] = 1.0
        self._std = std

    def forward(self, dataIn: np.ndarray) -> np.ndarray:
        return np.divide(np.subtract(dataIn, self._mean), self._std)

    def gradient(self) -> np.ndarray:
        return np.broadcast_to(1.0 / self._std, self.getPrevIn().shape)
