"""The interface of all layers."""
from __future__ import annotations

from abc import ABC, abstractmethod
from functools import wraps
from typing import Callable

import numpy as np


class Layer(ABC):
    """Remembers what every `forward` took and gave, without any help of a subclass."""

    def __init_subclass__(cls, **kwargs) -> None:
        super().__init_subclass__(**kwargs)
        if "forward" in vars(cls):
            cls.forward = _remembering(vars(cls)["forward"])

    def __init__(self) -> None:
        self._in: np.ndarray | None = None
        self._out: np.ndarray | None = None

    def setPrevIn(self, dataIn: np.ndarray) -> None:
        self._in = dataIn

    def setPrevOut(self, out: np.ndarray) -> None:
        self._out = out

    def getPrevIn(self) -> np.ndarray:
        return self._in

    def getPrevOut(self) -> np.ndarray:
        return self._out

    @abstractmethod
    def forward(self, dataIn: np.ndarray) -> np.ndarray: ...

    @abstractmethod
    def gradient(self) -> np.ndarray: ...

    def backward(self, gradIn: np.ndarray) -> np.ndarray:
        """Multiply by the gradient, be it diagonals (N, D), one matrix (K, D) or Jacobians (N, K, D)."""
        gradient = self.gradient()
        if gradient.ndim == 3:
            return np.einsum("nk,nkd->nd", gradIn, gradient)
        return gradIn * gradient


def _remembering(forward: Callable) -> Callable:
    @wraps(forward)
    def wrapped(self: Layer, dataIn: np.ndarray) -> np.ndarray:
        out = forward(self, dataIn)
        self.setPrevIn(dataIn)
        self.setPrevOut(out)
        return out

    return wrapped
