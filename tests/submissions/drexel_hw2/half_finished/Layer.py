"""What all layers share. Given."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class Layer(ABC):
    """A layer, which remembers what last went in and what last came out.

    Axis 0 of every array counts the N observations, in forward and in backward; N may be 1.
    """

    def __init__(self) -> None:
        self.__prevIn: Any = None
        self.__prevOut: Any = None

    def setPrevIn(self, dataIn: Array) -> None:
        """Remember what goes in."""
        self.__prevIn = dataIn

    def setPrevOut(self, out: Array) -> None:
        """Remember what comes out."""
        self.__prevOut = out

    def getPrevIn(self) -> Array:
        """Return what went in at the last forward."""
        return self.__prevIn

    def getPrevOut(self) -> Array:
        """Return what came out at the last forward."""
        return self.__prevOut

    @abstractmethod
    def forward(self, dataIn: Array) -> Array:
        """Return the outputs (N, K) for the inputs (N, D), and remember both."""

    @abstractmethod
    def gradient(self) -> Array:
        """Return the derivative of the outputs by the inputs, at the last forward."""

    @abstractmethod
    def backward(self, gradIn: Array) -> Array:
        """Return gradIn, the derivative by the outputs (N, K), pulled back to the inputs: (N, D)."""
