"""The affine map."""
import numpy as np

from .Layer import Layer

RANGE = 1e-4
_rng = np.random.default_rng()


class FullyConnectedLayer(Layer):
    def __init__(self, sizeIn: int, sizeOut: int) -> None:
        super().__init__()
        parameters = _rng.uniform(-RANGE, RANGE, size=(sizeIn + 1, sizeOut))
        self._W, self._b = np.split(parameters, [sizeIn])

    def getWeights(self) -> np.ndarray:
        return self._W.copy()

    def setWeights(self, weights: np.ndarray) -> None:
        self._W = np.array(weights, dtype=float)

    def getBiases(self) -> np.ndarray:
        return self._b.copy()

    def setBiases(self, biases: np.ndarray) -> None:
        self._b = np.array(biases, dtype=float)

    def forward(self, dataIn: np.ndarray) -> np.ndarray:
        return dataIn @ self._W + self._b

    def gradient(self) -> np.ndarray:
        return np.tile(self._W.T, (len(self.getPrevIn()), 1, 1))
