"""Compute what the five assignments ask for, in NumPy and by hand-written derivatives.

One idea throughout: a function returns its value and its vjp (vector-Jacobian product), side by side.

    y, vjp = sigmoid(z)        # the value
    dz = vjp(dy)               # dL/dz from dL/dy: the chain rule

A chain of functions forward is the same chain of vjps backward, and whether gradients are summed or averaged
over the batch is decided once, by what is pulled back. `derivative`, `jacobian` and `mean` make the other
forms that handouts ask for.

Functions are pure: they change no argument and keep no state. Arrays are float64 with the batch as axis 0;
complex128 passes through the forward functions, so that a complex step can check them. Nothing warns or
overflows for logits of +-1000.
"""

from reference.nn.activations import identity, relu, sigmoid, softmax, softsign, tanh
from reference.nn.arrays import Activation, Array, Criterion, Vjp
from reference.nn.batchnorm import (
    Statistics,
    batch_norm,
    batch_norm_eval,
    batch_statistics,
    initial_statistics,
    running_statistics,
)
from reference.nn.criteria import (
    bce,
    cross_entropy,
    log_loss,
    logistic_cross_entropy,
    logistic_squared_error,
    mse,
    softmax_cross_entropy,
    softsign_cross_entropy,
    squared_error,
)
from reference.nn.data import minibatches, one_hot, zscore
from reference.nn.derivatives import derivative, jacobian, mean
from reference.nn.init import normal, uniform, zeros
from reference.nn.layer import Layer, Parameters, normalised
from reference.nn.linear import linear
from reference.nn.mlp import Forward, make_mlp, mlp
from reference.nn.optim import at_rest, momentum_sgd, step
from reference.nn.training import Dataset, History, Recipe, Scores, evaluate, train

__all__ = [
    "Activation",
    "Array",
    "Criterion",
    "Dataset",
    "Forward",
    "History",
    "Layer",
    "Parameters",
    "Recipe",
    "Scores",
    "Statistics",
    "Vjp",
    "at_rest",
    "batch_norm",
    "batch_norm_eval",
    "batch_statistics",
    "bce",
    "cross_entropy",
    "derivative",
    "evaluate",
    "identity",
    "initial_statistics",
    "jacobian",
    "linear",
    "log_loss",
    "logistic_cross_entropy",
    "logistic_squared_error",
    "make_mlp",
    "mean",
    "minibatches",
    "mlp",
    "momentum_sgd",
    "mse",
    "normal",
    "normalised",
    "one_hot",
    "relu",
    "running_statistics",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softsign",
    "softsign_cross_entropy",
    "squared_error",
    "step",
    "tanh",
    "train",
    "uniform",
    "zeros",
    "zscore",
]
