"""Modules of homework 2."""
from .FullyConnectedLayer import FullyConnectedLayer
from .InputLayer import InputLayer

__all__ = ["FullyConnectedLayer", "InputLayer"]
