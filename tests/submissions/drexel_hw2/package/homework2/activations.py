"""What every activation shares."""
import numpy as np

from .Layer import Layer


class Activation(Layer):
    """Applies `f` to every entry; `slope` is its derivative, from input and output."""

    def f(self, x: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def slope(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        raise NotImplementedError

    def forward(self, dataIn: np.ndarray) -> np.ndarray:
        return self.f(dataIn)

    def gradient(self) -> np.ndarray:
        return self.slope(self.getPrevIn(), self.getPrevOut())
