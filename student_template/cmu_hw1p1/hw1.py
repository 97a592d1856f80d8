"""Homework 1, part 1: a multilayer perceptron from NumPy alone.

Everything works on batches: axis 0 of every array counts the N samples. Use NumPy only, no autodiff
toolbox. Replace each `raise NotImplementedError` by your code; keep the names, the arguments and the shapes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

Array = Any  # a numpy.ndarray of float64; the docstrings tell its shape


class Activation:
    """What all activation functions share. Given.

    An activation works entry by entry: `forward` takes and returns arrays of one and the same shape.
    """

    def __init__(self) -> None:
        self.state: Any = None  # the output of the last forward, from which derivative() is computed

    def __call__(self, x: Array) -> Array:
        """Return forward(x), so that an activation can be called like a function."""
        return self.forward(x)

    def forward(self, x: Array) -> Array:
        """Return the activation of x and keep it in self.state."""
        raise NotImplementedError

    def derivative(self) -> Any:
        """Return the derivative at the x of the last forward, from self.state, which stays as it is."""
        raise NotImplementedError


class Identity(Activation):
    """The identity, for a layer without an activation. Given."""

    def forward(self, x: Array) -> Array:
        """Return x."""
        self.state = x
        return x

    def derivative(self) -> float:
        """Return 1."""
        return 1.0


class Sigmoid(Activation):
    """The logistic function, 1 / (1 + exp(-x))."""

    def forward(self, x: Array) -> Array:
        """Return sigmoid(x) and keep it in self.state. Must be right for x = -1000 and x = 1000, too."""
        raise NotImplementedError

    def derivative(self) -> Array:
        """Return sigmoid'(x) from self.state."""
        raise NotImplementedError


class Tanh(Activation):
    """The hyperbolic tangent."""

    def forward(self, x: Array) -> Array:
        """Return tanh(x) and keep it in self.state. Must be right for x = -1000 and x = 1000, too."""
        raise NotImplementedError

    def derivative(self) -> Array:
        """Return tanh'(x) from self.state."""
        raise NotImplementedError


class ReLU(Activation):
    """The rectified linear unit, max(x, 0)."""

    def forward(self, x: Array) -> Array:
        """Return max(x, 0) in a new array (x stays as it is) and keep it in self.state."""
        raise NotImplementedError

    def derivative(self) -> Array:
        """Return 1 where x was positive and 0 elsewhere (also where x was 0), from self.state."""
        raise NotImplementedError


class Criterion:
    """What all criteria (loss functions) share. Given.

    `forward(x, y)` takes the logits x and the labels y, both (N, K), and returns the loss of every sample,
    (N,). `derivative()` returns the derivative of the loss of every sample by its logits, (N, K).
    """

    def __init__(self) -> None:
        self.logits: Any = None
        self.labels: Any = None
        self.loss: Any = None

    def __call__(self, x: Array, y: Array) -> Array:
        """Return forward(x, y), so that a criterion can be called like a function."""
        return self.forward(x, y)

    def forward(self, x: Array, y: Array) -> Array:
        """Return the loss of every sample; keep the logits, the labels and the loss."""
        raise NotImplementedError

    def derivative(self) -> Array:
        """Return the derivative of the loss by the logits of the last forward."""
        raise NotImplementedError


class SoftmaxCrossEntropy(Criterion):
    """Softmax, then cross-entropy, as one criterion."""

    def __init__(self) -> None:
        super().__init__()
        self.sm: Any = None  # softmax of the logits of the last forward, (N, K)

    def forward(self, x: Array, y: Array) -> Array:
        """Return the cross-entropy of softmax(x) and y of every sample, (N,): neither sum nor mean.

        x: logits, (N, 10). y: labels, (N, 10), rows that add up to one (mostly one-hot). Keep the softmax in
        self.sm. Use the LogSumExp trick: logits of -1000 and 1000 in one row must give a right loss.
        """
        self.logits = x
        self.labels = y
        raise NotImplementedError

    def derivative(self) -> Array:
        """Return the derivative of every sample's loss by its logits, (N, 10). Do not divide by N here."""
        raise NotImplementedError


class BatchNorm:
    """Batch normalisation of `fan_in` features."""

    def __init__(self, fan_in: int, alpha: float = 0.9) -> None:
        self.alpha = alpha  # how much of the old running mean and variance is kept
        self.eps = 1e-8  # added to the variance before its square root

        self.x: Any = None  # the input of the last forward in training, (N, fan_in)
        self.norm: Any = None  # that input, normalised
        self.out: Any = None  # the output of the last forward in training

        self.mean = np.zeros((1, fan_in))  # of the last batch
        self.var = np.ones((1, fan_in))  # of the last batch: the mean of the squared deviations (biased)

        self.gamma = np.ones((1, fan_in))
        self.beta = np.zeros((1, fan_in))
        self.dgamma = np.zeros((1, fan_in))
        self.dbeta = np.zeros((1, fan_in))

        self.running_mean = np.zeros((1, fan_in))
        self.running_var = np.ones((1, fan_in))

    def __call__(self, x: Array, eval: bool = False) -> Array:
        """Return forward(x, eval)."""
        return self.forward(x, eval)

    def forward(self, x: Array, eval: bool = False) -> Array:
        """Return gamma * normalised x + beta, (N, fan_in).

        In training (eval=False) normalise by the mean and variance of this batch, keep what backward() needs,
        and update running = alpha * running + (1 - alpha) * batch for the mean and for the variance.
        In evaluation (eval=True) normalise by the running mean and variance, and change nothing.
        """
        raise NotImplementedError

    def backward(self, delta: Array) -> Array:
        """Return the derivative by the input x, (N, fan_in), given delta, the derivative by the output.

        Keep the derivatives by the parameters: self.dbeta is the sum of delta over the batch and self.dgamma
        the sum of delta * normalised x, both (1, fan_in).
        """
        raise NotImplementedError


def random_normal_weight_init(d0: int, d1: int) -> Array:
    """Return weights drawn from the standard normal distribution, (d0, d1)."""
    raise NotImplementedError


def zeros_bias_init(d: int) -> Array:
    """Return biases that are all zero, (d,)."""
    raise NotImplementedError


class MLP:
    """A multilayer perceptron: layer i computes activations[i](x @ W[i] + b[i]).

    input_size, output_size: features of a sample, and logits. hiddens: sizes of the hidden layers; `[]`
    makes a linear classifier. activations: one object per layer, len(hiddens) + 1 in all.
    weight_init_fn(d0, d1) and bias_init_fn(d) give the first parameters. criterion: the loss.
    lr: learning rate. momentum: see step(). num_bn_layers: that many layers, from the first, normalise
    x @ W[i] + b[i] by a BatchNorm of their own before the activation.
    """

    def __init__(
        self,
        input_size: int,
        output_size: int,
        hiddens: list[int],
        activations: list[Activation],
        weight_init_fn: Any,
        bias_init_fn: Any,
        criterion: Criterion,
        lr: float,
        momentum: float = 0.0,
        num_bn_layers: int = 0,
    ) -> None:
        self.train_mode = True
        self.num_bn_layers = num_bn_layers
        self.nlayers = len(hiddens) + 1
        self.input_size = input_size
        self.output_size = output_size
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum

        # Make the lists W, dW, b and db, with one array per layer: W[i] is (inputs, outputs) of layer i,
        # b[i] (outputs,), dW[i] is like W[i], db[i] like b[i]. Also bn_layers, a list of BatchNorm objects.
        raise NotImplementedError

    def __call__(self, x: Array) -> Array:
        """Return forward(x)."""
        return self.forward(x)

    def train(self) -> None:
        """Switch to training: batch normalisation uses the batch. Given."""
        self.train_mode = True

    def eval(self) -> None:
        """Switch to evaluation: batch normalisation uses its running mean and variance. Given."""
        self.train_mode = False

    def forward(self, x: Array) -> Array:
        """Return the logits of x: (N, input_size) -> (N, output_size). Keep what backward() needs."""
        raise NotImplementedError

    def zero_grads(self) -> None:
        """Set every gradient to zero: dW, db and, in every BatchNorm, dgamma and dbeta."""
        raise NotImplementedError

    def backward(self, labels: Array) -> None:
        """Fill dW, db (and dgamma, dbeta) for the batch of the last forward. labels: (N, output_size).

        dW[i] and db[i] are the derivatives of the mean loss over the batch: divide by N once, here, not in
        the derivative of the criterion.
        """
        raise NotImplementedError

    def step(self) -> None:
        """Update the parameters once from their gradients.

        W and b have a velocity v, zero at first: v = momentum * v - lr * gradient, then W += v (b likewise).
        gamma and beta of every BatchNorm take a plain step, lr * gradient, without momentum.
        """
        raise NotImplementedError


def get_training_stats(
    mlp: MLP, dset: tuple[Any, Any, Any], nepochs: int, batch_size: int
) -> tuple[Array, Array, Array, Array]:
    """Train mlp and return (training_losses, training_errors, validation_losses, validation_errors).

    dset: (train, val, test), each a pair of samples (N, input_size) and one-hot labels (N, output_size).
    Each of the four is (nepochs,). In every epoch

    * shuffle the training set, then train on it batch by batch; the last batch may be smaller;
    * training_losses: the mean over all training samples of the loss, as the forward of each batch gave it;
      training_errors: the fraction of training samples, counted in the same pass, whose largest logit is not
      at the label (from 0 to 1);
    * validation_losses, validation_errors: the same over the validation set after the epoch's updates, in
      evaluation mode and without training on it.
    """
    (x, y), (x_val, y_val), _ = dset
    raise NotImplementedError
