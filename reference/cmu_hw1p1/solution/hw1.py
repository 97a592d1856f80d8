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
        # BEGIN SOLUTION
        e = np.exp(-np.abs(x))  # at most 1: no overflow on either side
        self.state = np.where(x >= 0, 1 / (1 + e), e / (1 + e))
        return self.state
        # END SOLUTION

    def derivative(self) -> Array:
        """Return sigmoid'(x) from self.state."""
        # BEGIN SOLUTION
        return self.state * (1 - self.state)
        # END SOLUTION


class Tanh(Activation):
    """The hyperbolic tangent."""

    def forward(self, x: Array) -> Array:
        """Return tanh(x) and keep it in self.state. Must be right for x = -1000 and x = 1000, too."""
        # BEGIN SOLUTION
        self.state = np.tanh(x)
        return self.state
        # END SOLUTION

    def derivative(self) -> Array:
        """Return tanh'(x) from self.state."""
        # BEGIN SOLUTION
        return 1 - self.state**2
        # END SOLUTION


class ReLU(Activation):
    """The rectified linear unit, max(x, 0)."""

    def forward(self, x: Array) -> Array:
        """Return max(x, 0) in a new array (x stays as it is) and keep it in self.state."""
        # BEGIN SOLUTION
        self.state = np.maximum(x, 0.0)
        return self.state
        # END SOLUTION

    def derivative(self) -> Array:
        """Return 1 where x was positive and 0 elsewhere (also where x was 0), from self.state."""
        # BEGIN SOLUTION
        return np.where(self.state > 0, 1.0, 0.0)
        # END SOLUTION


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
        # BEGIN SOLUTION
        shifted = x - x.max(axis=1, keepdims=True)
        log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.sm = np.exp(log_softmax)
        self.loss = -(y * log_softmax).sum(axis=1)
        return self.loss
        # END SOLUTION

    def derivative(self) -> Array:
        """Return the derivative of every sample's loss by its logits, (N, 10). Do not divide by N here."""
        # BEGIN SOLUTION
        return self.sm - self.labels
        # END SOLUTION


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
        # BEGIN SOLUTION
        if eval:
            norm = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * norm + self.beta
        self.x = x
        self.mean = x.mean(axis=0, keepdims=True)
        self.var = x.var(axis=0, keepdims=True)
        self.norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        self.out = self.gamma * self.norm + self.beta
        self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean
        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var
        return self.out
        # END SOLUTION

    def backward(self, delta: Array) -> Array:
        """Return the derivative by the input x, (N, fan_in), given delta, the derivative by the output.

        Keep the derivatives by the parameters: self.dbeta is the sum of delta over the batch and self.dgamma
        the sum of delta * normalised x, both (1, fan_in).
        """
        # BEGIN SOLUTION
        self.dbeta = delta.sum(axis=0, keepdims=True)
        self.dgamma = (delta * self.norm).sum(axis=0, keepdims=True)
        dnorm = delta * self.gamma
        through_mean = dnorm.mean(axis=0, keepdims=True)
        through_var = self.norm * (dnorm * self.norm).mean(axis=0, keepdims=True)
        return (dnorm - through_mean - through_var) / np.sqrt(self.var + self.eps)
        # END SOLUTION


def random_normal_weight_init(d0: int, d1: int) -> Array:
    """Return weights drawn from the standard normal distribution, (d0, d1)."""
    # BEGIN SOLUTION
    return np.random.randn(d0, d1)
    # END SOLUTION


def zeros_bias_init(d: int) -> Array:
    """Return biases that are all zero, (d,)."""
    # BEGIN SOLUTION
    return np.zeros(d)
    # END SOLUTION


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
        # BEGIN SOLUTION
        sizes = [input_size, *hiddens, output_size]
        self.W = [weight_init_fn(sizes[i], sizes[i + 1]) for i in range(self.nlayers)]
        self.b = [bias_init_fn(sizes[i + 1]) for i in range(self.nlayers)]
        self.dW = [np.zeros_like(W) for W in self.W]
        self.db = [np.zeros_like(b) for b in self.b]
        self.vW = [np.zeros_like(W) for W in self.W]
        self.vb = [np.zeros_like(b) for b in self.b]
        self.bn_layers = [BatchNorm(size) for size in sizes[1 : num_bn_layers + 1]]
        # END SOLUTION

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
        # BEGIN SOLUTION
        self.inputs = []  # of every linear layer
        for i in range(self.nlayers):
            self.inputs.append(x)
            z = x @ self.W[i] + self.b[i]
            if i < self.num_bn_layers:
                z = self.bn_layers[i](z, eval=not self.train_mode)
            x = self.activations[i](z)
        self.output = x
        return x
        # END SOLUTION

    def zero_grads(self) -> None:
        """Set every gradient to zero: dW, db and, in every BatchNorm, dgamma and dbeta."""
        # BEGIN SOLUTION
        for i in range(self.nlayers):
            self.dW[i] = np.zeros_like(self.W[i])
            self.db[i] = np.zeros_like(self.b[i])
        for layer in self.bn_layers:
            layer.dgamma = np.zeros_like(layer.gamma)
            layer.dbeta = np.zeros_like(layer.beta)
        # END SOLUTION

    def backward(self, labels: Array) -> None:
        """Fill dW, db (and dgamma, dbeta) for the batch of the last forward. labels: (N, output_size).

        dW[i] and db[i] are the derivatives of the mean loss over the batch: divide by N once, here, not in
        the derivative of the criterion.
        """
        # BEGIN SOLUTION
        self.criterion(self.output, labels)
        n = len(labels)
        delta = self.criterion.derivative()
        for i in reversed(range(self.nlayers)):
            delta = delta * self.activations[i].derivative()
            if i < self.num_bn_layers:
                delta = self.bn_layers[i].backward(delta)
            self.dW[i] = self.inputs[i].T @ delta / n
            self.db[i] = delta.sum(axis=0) / n
            delta = delta @ self.W[i].T
        # END SOLUTION

    def step(self) -> None:
        """Update the parameters once from their gradients.

        W and b have a velocity v, zero at first: v = momentum * v - lr * gradient, then W += v (b likewise).
        gamma and beta of every BatchNorm take a plain step, lr * gradient, without momentum.
        """
        # BEGIN SOLUTION
        for i in range(self.nlayers):
            self.vW[i] = self.momentum * self.vW[i] - self.lr * self.dW[i]
            self.vb[i] = self.momentum * self.vb[i] - self.lr * self.db[i]
            self.W[i] = self.W[i] + self.vW[i]
            self.b[i] = self.b[i] + self.vb[i]
        for layer in self.bn_layers:
            layer.gamma = layer.gamma - self.lr * layer.dgamma
            layer.beta = layer.beta - self.lr * layer.dbeta
        # END SOLUTION


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
    # BEGIN SOLUTION
    training_losses, training_errors = np.zeros(nepochs), np.zeros(nepochs)
    validation_losses, validation_errors = np.zeros(nepochs), np.zeros(nepochs)
    for epoch in range(nepochs):
        mlp.train()
        order = np.random.permutation(len(x))
        for start in range(0, len(x), batch_size):
            rows = order[start : start + batch_size]
            mlp.zero_grads()
            logits = mlp(x[rows])
            mlp.backward(y[rows])
            training_losses[epoch] += np.sum(mlp.criterion(logits, y[rows])) / len(x)
            training_errors[epoch] += np.sum(logits.argmax(axis=1) != y[rows].argmax(axis=1)) / len(x)
            mlp.step()
        mlp.eval()
        logits = mlp(x_val)
        validation_losses[epoch] = np.mean(mlp.criterion(logits, y_val))
        validation_errors[epoch] = np.mean(logits.argmax(axis=1) != y_val.argmax(axis=1))
    return training_losses, training_errors, validation_losses, validation_errors
    # END SOLUTION
