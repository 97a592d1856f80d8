"""How a submission for this assignment is called: one probe for each thing that is looked at.

A probe gives its outputs in the order in which they come about, so that an exception later on does not cost
what was right before. It converts and decides nothing.
"""

from __future__ import annotations

import contextlib
from typing import Any, Callable, Dict, Iterator, List

import numpy as np

Outputs = Iterator[Dict[str, Any]]
Arrays = List[np.ndarray]


def sigmoid(code: Any, x: np.ndarray) -> Outputs:
    """Call Sigmoid."""
    return _activation(code.Sigmoid, x)


def tanh(code: Any, x: np.ndarray) -> Outputs:
    """Call Tanh."""
    return _activation(code.Tanh, x)


def relu(code: Any, x: np.ndarray) -> Outputs:
    """Call ReLU."""
    return _activation(code.ReLU, x)


def softmax(code: Any, x: np.ndarray, labels: np.ndarray) -> Outputs:
    """Call SoftmaxCrossEntropy: forward, then derivative twice."""
    criterion = code.SoftmaxCrossEntropy()
    yield {"returned": criterion.forward(x, labels)}
    yield {"derivative": criterion.derivative()}
    yield {"again": criterion.derivative(), "x": x, "labels": labels}
    yield {"sm": criterion.sm}


def weight_init(code: Any, d0: int, d1: int) -> Outputs:
    """Draw weights."""
    yield {"weights": code.random_normal_weight_init(d0, d1)}


def bias_init(code: Any, x: np.ndarray, weights: Arrays, activations: list[str]) -> Outputs:
    """Build an MLP whose biases come from zeros_bias_init and give its biases and logits."""
    mlp = _mlp(code, weights, None, activations)
    yield {"b[]": mlp.b}
    yield {"returned": mlp.forward(x)}


def mlp_forward(
    code: Any, x: np.ndarray, labels: np.ndarray, again: np.ndarray | None = None, **network: Any
) -> Outputs:
    """Run an MLP forward, on `again` too if given, and give its loss: mean over the samples and total."""
    mlp = _mlp(code, **network)
    returned = mlp.forward(x)
    yield {"returned": returned}
    losses = _criterion(code, network.get("criterion", "SoftmaxCrossEntropy")).forward(returned, labels)
    yield {"loss": np.mean(losses), "total": np.sum(losses)}
    if again is not None:
        yield {"again": mlp.forward(again), "x": x, "W[]": mlp.W}


def mlp_backward(
    code: Any, x: np.ndarray, labels: np.ndarray, again: np.ndarray | None = None, **network: Any
) -> Outputs:
    """Run an MLP forward and backward once; `again` is for mlp_forward, which takes the same cases."""
    del again
    mlp = _mlp(code, **network)
    with contextlib.suppress(Exception):  # judged by `updates`; a fresh MLP needs it only in some styles
        _zero_grads(mlp)
    mlp.forward(x)
    mlp.backward(labels)
    yield {"dW[]": mlp.dW}
    yield {"db[]": mlp.db}
    if network.get("num_bn_layers"):
        layers = _bn_layers(mlp)
        yield {"dgamma[]": [layer.dgamma for layer in layers]}
        yield {"dbeta[]": [layer.dbeta for layer in layers]}


def updates(code: Any, xs: Arrays, labels: Arrays, **network: Any) -> Outputs:
    """Train on one batch after another, clear the gradients, then step once more on nothing but momentum."""
    mlp = _mlp(code, **network)
    _train_on(mlp, xs, labels)
    yield from _parameters(mlp, network)
    before = _gradient_size(mlp)
    _zero_grads(mlp)
    yield {"gradient_size": np.array([before, _gradient_size(mlp)])}
    mlp.step()
    yield {"W_coasted[]": mlp.W, "b_coasted[]": mlp.b}


def steps(
    code: Any,
    dW: Arrays,
    db: Arrays,
    dgamma: Arrays | None = None,
    dbeta: Arrays | None = None,
    **network: Any,
) -> Outputs:
    """Put gradients in their place and step, then once more on zeros: what `updates` gives, without its gradients.

    Entry t of each array in dW, db, dgamma and dbeta is for update t, one array for each layer.
    """
    mlp = _mlp(code, **network)
    layers = _bn_layers(mlp) if network.get("num_bn_layers") else []
    for t in range(len(dW[0])):
        _put(mlp, [array[t] for array in dW], [array[t] for array in db])
        for layer, gamma, beta in zip(layers, dgamma or [], dbeta or []):
            layer.dgamma, layer.dbeta = gamma[t].copy(), beta[t].copy()
        mlp.step()
    yield from _parameters(mlp, network)
    _put(mlp, [0 * array[0] for array in dW], [0 * array[0] for array in db])
    mlp.step()
    yield {"W_coasted[]": mlp.W, "b_coasted[]": mlp.b}


def batchnorm_layer(code: Any, earlier: Arrays, x: np.ndarray, delta: np.ndarray, **parameters: Any) -> Outputs:
    """Train one BatchNorm on the batches `earlier` and x, then run it backward.

    `projected` is the sum of output * delta, whose derivatives are what backward(delta) gives.
    """
    layer = _batchnorm(code, **parameters)
    for batch in earlier:
        layer.forward(batch)
    returned = layer.forward(x)
    yield {"returned": returned}
    yield {"projected": np.sum(returned * delta)}
    yield {"running_mean": layer.running_mean, "running_var": layer.running_var}
    yield {"dx": layer.backward(delta)}
    yield {"dgamma": layer.dgamma}
    yield {"dbeta": layer.dbeta}


def batchnorm_layer_eval(code: Any, earlier: Arrays, x: np.ndarray, **parameters: Any) -> Outputs:
    """Train one BatchNorm on the batches `earlier` and evaluate it on x."""
    layer = _batchnorm(code, **parameters)
    for batch in earlier:
        layer.forward(batch)
    yield {"returned": layer.forward(x, eval=True)}


def batchnorm_forward(code: Any, **inputs: Any) -> Outputs:
    """Run an MLP with batch normalisation forward; a process of its own, so that a hang stays here."""
    return mlp_forward(code, **inputs)


def batchnorm_backward(code: Any, **inputs: Any) -> Outputs:
    """Run an MLP with batch normalisation forward and backward."""
    return mlp_backward(code, **inputs)


def batchnorm_updates(code: Any, **inputs: Any) -> Outputs:
    """Train an MLP with batch normalisation."""
    return updates(code, **inputs)


def inference(code: Any, xs: Arrays, x: np.ndarray, **network: Any) -> Outputs:
    """Show batches to an MLP with batch normalisation in training, then evaluate it on the rows x.

    Nothing but forward is called, so that running values are judged apart from gradients. Then evaluate the first
    row alone, all again, and go back to training.
    """
    mlp = _mlp(code, **network)
    for batch in xs:
        mlp.forward(batch)
    mlp.eval()
    yield {"returned": mlp.forward(x)}
    yield {"one_row": mlp.forward(x[:1])}
    yield {"again": mlp.forward(x)}
    mlp.train()
    yield {"training": mlp.forward(x)}


def training_stats(code: Any, dset: list[Arrays], nepochs: int, batch_size: int, **network: Any) -> Outputs:
    """Call get_training_stats on an MLP whose first parameters are given."""
    yield from _stats(code, _mlp(code, **network), dset, nepochs, batch_size)


def given_network(  # noqa: PLR0913, PLR0917 - what get_training_stats takes, and the network
    code: Any, dset: list[Arrays], nepochs: int, batch_size: int, weights: Arrays, lr: float, **network: Any
) -> Outputs:
    """Call get_training_stats on an MLP whose methods are replaced: it classifies by the distance to fixed points.

    The points are the columns of weights[0]. All that is trained is an offset for each class, by the perceptron's rule.
    """
    mlp = _mlp(code, weights, criterion="SquaredError", **network)
    nearest = NearestPoint(weights[0], lr, mlp.criterion)
    names = ("forward", "__call__", "zero_grads", "zerograds", "backward", "step", "train", "eval")
    methods = {name: _for_any(getattr(nearest, name)) for name in names}
    mlp.__class__ = type("GivenNetwork", (type(mlp),), methods)  # also where `__call__ = forward` stands in the class
    yield from _stats(code, mlp, dset, nepochs, batch_size)


def _stats(code: Any, mlp: Any, dset: list[Arrays], nepochs: int, batch_size: int) -> Outputs:
    train, validation, test = (tuple(pair) for pair in dset)
    stats = code.get_training_stats(mlp, (train, validation, test), nepochs, batch_size)
    names = ("training_losses", "training_errors", "validation_losses", "validation_errors")
    curves = stats if isinstance(stats, (tuple, list)) and len(stats) == len(names) else [stats] * len(names)
    yield dict(zip(names, curves))


class NearestPoint:
    """A network to train that is nobody's: logit k is an offset minus the squared distance to point k."""

    def __init__(self, points: np.ndarray, lr: float, criterion: Any) -> None:
        self.points, self.lr, self.criterion = points, lr, criterion
        self.offsets = np.zeros(points.shape[1])
        self.gradient = np.zeros(points.shape[1])

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return the logits, (N, K), of x (N, D)."""
        distances = np.sum((x[:, :, None] - self.points) ** 2, axis=1)
        logits: np.ndarray = self.offsets - distances
        self.logits = logits
        return logits

    __call__ = forward

    def zero_grads(self) -> None:
        """Forget the gradient."""
        self.gradient = np.zeros_like(self.offsets)

    zerograds = zero_grads

    def backward(self, labels: np.ndarray) -> None:
        """Have the loss computed, and take for each class how much more often it was predicted than it should be."""
        self.criterion(self.logits, labels)
        predicted = np.eye(labels.shape[1])[self.logits.argmax(axis=1)]
        self.gradient = np.mean(predicted - labels, axis=0)

    def step(self) -> None:
        """Move the offsets."""
        self.offsets = self.offsets - self.lr * self.gradient

    def train(self) -> None:
        """Do nothing: training and evaluation are the same."""

    def eval(self) -> None:
        """Do nothing."""


class SquaredError:
    """A criterion unlike the default one, to see that an MLP uses the criterion that it is given."""

    def __call__(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return forward(x, y)."""
        return self.forward(x, y)

    def forward(self, x: np.ndarray, y: np.ndarray) -> np.ndarray:
        """Return half the squared distance of every sample, (N,)."""
        self.logits, self.labels = x, y
        loss: np.ndarray = 0.5 * np.sum((x - y) ** 2, axis=1)
        self.loss = loss
        return loss

    def derivative(self) -> np.ndarray:
        """Return the derivative of every sample's loss by x."""
        derivative: np.ndarray = self.logits - self.labels
        return derivative


def _for_any(method: Callable[..., Any]) -> Callable[..., Any]:
    """Return a method that does the same whatever object it belongs to."""
    return lambda _, *arguments, **named: method(*arguments, **named)


def _activation(function: Callable[[], Any], x: np.ndarray) -> Outputs:
    """Run an activation forward, then its derivative twice."""
    activation = function()
    yield {"returned": activation.forward(x)}
    yield {"state": activation.state}
    yield {"derivative": activation.derivative()}
    yield {"again": activation.derivative(), "state_after": activation.state, "x": x}


def _mlp(  # noqa: PLR0913, PLR0917 - what an MLP is made of
    code: Any,
    weights: Arrays,
    biases: Arrays | None,
    activations: list[str],
    criterion: str = "SoftmaxCrossEntropy",
    lr: float = 0.1,
    momentum: float = 0.0,
    num_bn_layers: int = 0,
    gammas: Arrays | None = None,
    betas: Arrays | None = None,
) -> Any:
    """Build the MLP that starts from `weights` and `biases` (from zeros_bias_init without them)."""
    mlp = code.MLP(
        weights[0].shape[0],
        weights[-1].shape[1],
        [w.shape[1] for w in weights[:-1]],
        [getattr(code, name)() for name in activations],
        _hand_out(weights, "weight_init_fn"),
        _hand_out(biases, "bias_init_fn") if biases is not None else code.zeros_bias_init,
        _criterion(code, criterion),
        lr,
        momentum=momentum,
        num_bn_layers=num_bn_layers,
    )
    if num_bn_layers:
        mlp.train()
        for layer, gamma, beta in zip(_bn_layers(mlp), gammas or [], betas or []):
            _set_scale_and_shift(layer, gamma, beta)
    return mlp


def _criterion(code: Any, name: str) -> Any:
    """Make a criterion: ours, or the submission's."""
    return SquaredError() if name == "SquaredError" else getattr(code, name)()


def _hand_out(arrays: Arrays, name: str) -> Callable[..., np.ndarray]:
    """Return an initialiser that gives copies of `arrays` in turn, for the sizes that are asked for."""
    left = list(arrays)

    def initialise(*sizes: int, **named: int) -> np.ndarray:
        asked = (*sizes, *named.values())
        for place, array in enumerate(left):
            if array.shape == asked:
                return left.pop(place).copy()
        shapes = ", ".join(str(array.shape) for array in left) or "none"
        raise ValueError(f"{name}{asked} was called; shapes of this network that are left: {shapes}")

    return initialise


def _train_on(mlp: Any, xs: Arrays, labels: Arrays) -> None:
    """Make one update for each batch."""
    for x, y in zip(xs, labels):
        _zero_grads(mlp)
        mlp.forward(x)
        mlp.backward(y)
        mlp.step()


def _parameters(mlp: Any, network: Dict[str, Any]) -> Outputs:
    """Yield all parameters, one kind after the other."""
    yield {"W[]": mlp.W}
    yield {"b[]": mlp.b}
    if network.get("num_bn_layers"):
        layers = _bn_layers(mlp)
        yield {"gamma[]": [layer.gamma for layer in layers]}
        yield {"beta[]": [layer.beta for layer in layers]}


def _put(mlp: Any, dW: Arrays, db: Arrays) -> None:
    """Put gradients where `step` finds them, in the shapes of the parameters."""
    mlp.dW = [gradient.copy() for gradient in dW]
    mlp.db = [gradient.reshape(np.shape(b)).copy() for gradient, b in zip(db, mlp.b)]


def _gradient_size(mlp: Any) -> float:
    """Return the sum of |entry| over dW and db."""
    return float(sum(np.sum(np.abs(gradient)) for gradient in [*mlp.dW, *mlp.db]))


def _zero_grads(mlp: Any) -> None:
    """Call zero_grads, under either of the names that the handout gives it."""
    if hasattr(mlp, "zero_grads"):
        mlp.zero_grads()
    else:
        mlp.zerograds()


def _bn_layers(mlp: Any) -> Any:
    """Return the list of batch-norm layers, under either of the names that the handout gives it."""
    return mlp.bn_layers if hasattr(mlp, "bn_layers") else mlp.bnlayers


def _batchnorm(code: Any, gamma: np.ndarray, beta: np.ndarray, alpha: float) -> Any:
    """Make a BatchNorm with this scale and shift."""
    layer = code.BatchNorm(gamma.size, alpha)
    _set_scale_and_shift(layer, gamma, beta)
    return layer


def _set_scale_and_shift(layer: Any, gamma: np.ndarray, beta: np.ndarray) -> None:
    """Set gamma and beta in the shape in which the layer keeps them."""
    for name, value in (("gamma", gamma), ("beta", beta)):
        shape = np.shape(getattr(layer, name))
        setattr(layer, name, value.reshape(shape if np.prod(shape) == value.size else (1, -1)).copy())
