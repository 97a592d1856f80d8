"""Layers with their own backward passes, and the network that is made of them."""

from .layers import Linear, Sigmoid, SoftmaxCrossEntropy
from .mlp import MLP

__all__ = ["MLP", "Linear", "Sigmoid", "SoftmaxCrossEntropy"]
