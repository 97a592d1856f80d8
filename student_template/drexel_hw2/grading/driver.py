"""How a submission for this assignment is called: one probe for each thing that is looked at.

Derivatives may come in either of the handout's forms; they are brought to one, Jacobians (N, K, D), before they
are compared. That repeats or places numbers and computes none. What has another shape is passed on as it came.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Dict, Iterator, List

import numpy as np

Outputs = Iterator[Dict[str, Any]]


def fully_connected_gradient(code: Any, weights: np.ndarray, biases: np.ndarray, **inputs: Any) -> Outputs:
    """Call FullyConnectedLayer: forward and gradient."""
    return _gradient(_fully_connected(code, weights, biases), form=_repeated, **inputs)


def linear_gradient(code: Any, **inputs: Any) -> Outputs:
    """Call LinearLayer: forward and gradient."""
    return _gradient(code["LinearLayer.py"].LinearLayer(), **inputs)


def relu_gradient(code: Any, **inputs: Any) -> Outputs:
    """Call ReLULayer: forward and gradient."""
    return _gradient(code["ReLULayer.py"].ReLULayer(), **inputs)


def sigmoid_gradient(code: Any, **inputs: Any) -> Outputs:
    """Call LogisticSigmoidLayer: forward and gradient."""
    return _gradient(code["LogisticSigmoidLayer.py"].LogisticSigmoidLayer(), **inputs)


def softmax_gradient(code: Any, **inputs: Any) -> Outputs:
    """Call SoftmaxLayer: forward and gradient."""
    return _gradient(code["SoftmaxLayer.py"].SoftmaxLayer(), **inputs)


def tanh_gradient(code: Any, **inputs: Any) -> Outputs:
    """Call TanhLayer: forward and gradient."""
    return _gradient(code["TanhLayer.py"].TanhLayer(), **inputs)


def fully_connected_backward(code: Any, weights: np.ndarray, biases: np.ndarray, **inputs: Any) -> Outputs:
    """Call FullyConnectedLayer: forward and backward."""
    return _backward(_fully_connected(code, weights, biases), **inputs)


def linear_backward(code: Any, **inputs: Any) -> Outputs:
    """Call LinearLayer: forward and backward."""
    return _backward(code["LinearLayer.py"].LinearLayer(), **inputs)


def relu_backward(code: Any, **inputs: Any) -> Outputs:
    """Call ReLULayer: forward and backward."""
    return _backward(code["ReLULayer.py"].ReLULayer(), **inputs)


def sigmoid_backward(code: Any, **inputs: Any) -> Outputs:
    """Call LogisticSigmoidLayer: forward and backward."""
    return _backward(code["LogisticSigmoidLayer.py"].LogisticSigmoidLayer(), **inputs)


def softmax_backward(code: Any, **inputs: Any) -> Outputs:
    """Call SoftmaxLayer: forward and backward."""
    return _backward(code["SoftmaxLayer.py"].SoftmaxLayer(), **inputs)


def tanh_backward(code: Any, **inputs: Any) -> Outputs:
    """Call TanhLayer: forward and backward."""
    return _backward(code["TanhLayer.py"].TanhLayer(), **inputs)


def squared_error_eval(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call SquaredError.eval."""
    yield {"returned": code["SquaredError.py"].SquaredError().eval(Y, Yhat)}


def log_loss_eval(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call LogLoss.eval."""
    yield {"returned": code["LogLoss.py"].LogLoss().eval(Y, Yhat)}


def cross_entropy_eval(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call CrossEntropy.eval."""
    yield {"returned": code["CrossEntropy.py"].CrossEntropy().eval(Y, Yhat)}


def squared_error_gradient(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call SquaredError.gradient, then eval on every observation alone."""
    return _objective_gradient(code["SquaredError.py"].SquaredError(), Y, Yhat)


def log_loss_gradient(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call LogLoss.gradient, then eval on every observation alone."""
    return _objective_gradient(code["LogLoss.py"].LogLoss(), Y, Yhat)


def cross_entropy_gradient(code: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Call CrossEntropy.gradient, then eval on every observation alone."""
    return _objective_gradient(code["CrossEntropy.py"].CrossEntropy(), Y, Yhat)


def input_layer(code: Any, table: np.ndarray, count: int) -> Outputs:
    """Make an InputLayer of a table and send its first `count` rows through; `signs` are right for any scale."""
    zscores = code["InputLayer.py"].InputLayer(table).forward(table[:count])
    yield {"zscores": zscores}
    yield {"signs": np.sign(zscores) if isinstance(zscores, np.ndarray) else zscores}


def initialise(code: Any, sizeIn: int, sizeOut: int) -> Outputs:
    """Make a FullyConnectedLayer and give what it starts from."""
    layer = code["FullyConnectedLayer.py"].FullyConnectedLayer(sizeIn, sizeOut)
    yield {"weights": layer.getWeights()}
    yield {"biases": layer.getBiases()}


def data_pass(code: Any, zscores: np.ndarray, Y: np.ndarray, weights: np.ndarray, biases: np.ndarray) -> Outputs:
    """Send z-scores through a fully connected layer, a sigmoid and the log loss, and back again."""
    connected = _fully_connected(code, weights, biases)
    sigmoid = code["LogisticSigmoidLayer.py"].LogisticSigmoidLayer()
    linear = connected.forward(zscores)
    yield {"linear": linear}
    Yhat = sigmoid.forward(linear)
    yield {"Yhat": Yhat}
    yield from _pass_back(code["LogLoss.py"].LogLoss(), [sigmoid, connected], Y, Yhat)


def whole_pass(code: Any, table: np.ndarray, count: int, Y: np.ndarray, **parameters: np.ndarray) -> Outputs:
    """Send the first `count` rows of a table through all modules, and back again."""
    sigmoid = code["LogisticSigmoidLayer.py"].LogisticSigmoidLayer()
    connected = _fully_connected(code, **parameters)
    Yhat = table[:count]
    for layer in (code["InputLayer.py"].InputLayer(table), connected, sigmoid):
        Yhat = layer.forward(Yhat)
    yield from _pass_back(code["LogLoss.py"].LogLoss(), [sigmoid, connected], Y, Yhat)


def remembered(code: Any, earlier: np.ndarray, x: np.ndarray, **parameters: np.ndarray) -> Outputs:
    """Run another batch and then x through each layer; give what it remembers, and how far that is from its output."""
    sigmoid = code["LogisticSigmoidLayer.py"].LogisticSigmoidLayer()
    layers = [code["InputLayer.py"].InputLayer(earlier), _fully_connected(code, **parameters), sigmoid]
    for place, layer in enumerate(layers):
        layer.forward(earlier)
        returned = layer.forward(x)
        yield {f"kept_in[{place}]": layer.getPrevIn()}
        yield {f"kept_out_off[{place}]": _difference(layer.getPrevOut(), returned)}


def theory(_: Any, n: int, d: int, questions: List[str], form_only: bool) -> Outputs:
    """Give the answers in theory.json; with `form_only` their shapes, and zeros for the numbers."""
    answers = _answers("theory.json")
    form = {"fully_connected": _repeated, **dict.fromkeys(("relu", "sigmoid", "softmax", "tanh"), _jacobians)}
    for name in questions:
        answer = _numbers(answers.get(name))
        if form_only and isinstance(answer, np.ndarray):
            answer = 0 * answer
        yield {name: form[name](answer, np.empty((n, d))) if name in form else answer}


def _fully_connected(code: Any, weights: np.ndarray, biases: np.ndarray) -> Any:
    """Make a FullyConnectedLayer with these weights and biases."""
    layer = code["FullyConnectedLayer.py"].FullyConnectedLayer(*weights.shape)
    layer.setWeights(weights)
    layer.setBiases(biases)
    return layer


def _gradient(layer: Any, earlier: np.ndarray, x: np.ndarray, delta: np.ndarray, form: Any = None) -> Outputs:
    """Run another batch and then x forward; give the Jacobians, and delta times them.

    `projected` is the sum of output * delta, whose derivatives are delta times the Jacobians.
    """
    layer.forward(earlier)
    yield {"projected": _inner(layer.forward(x), delta)}
    gradient = (form or _jacobians)(layer.gradient(), x)
    yield {"gradient": gradient}
    yield {"pulled_back": _pulled_back(delta, gradient)}


def _backward(layer: Any, earlier: np.ndarray, x: np.ndarray, delta: np.ndarray) -> Outputs:
    """Run another batch and then x forward, then delta backward."""
    layer.forward(earlier)
    yield {"projected": _inner(layer.forward(x), delta)}
    yield {"backward": layer.backward(delta)}


def _objective_gradient(objective: Any, Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Give the gradient, and what it is the derivative of: the values of each observation alone, added up."""
    yield {"gradient": objective.gradient(Y, Yhat)}
    yield {"total": sum(objective.eval(Y[n : n + 1], Yhat[n : n + 1]) for n in range(len(Y)))}


def _pass_back(objective: Any, layers: List[Any], Y: np.ndarray, Yhat: np.ndarray) -> Outputs:
    """Give the value of the objective, then the mean over the observations of what comes out of each backward."""
    yield {"loss": objective.eval(Y, Yhat)}
    gradient = objective.gradient(Y, Yhat)
    yield {"mean_gradients[0]": np.mean(gradient, axis=0)}
    for place, layer in enumerate(layers, 1):
        gradient = layer.backward(gradient)
        yield {f"mean_gradients[{place}]": np.mean(gradient, axis=0)}


def _difference(kept: Any, returned: Any) -> Any:
    """Return kept - returned; what is no array of that shape comes as it is."""
    return kept - returned if isinstance(kept, np.ndarray) and np.shape(returned) == kept.shape else kept


def _inner(returned: Any, delta: np.ndarray) -> Any:
    """Return the sum of returned * delta; what has another shape comes as it is."""
    return np.sum(returned * delta) if np.shape(returned) == delta.shape else returned


def _jacobians(gradient: Any, x: np.ndarray) -> Any:
    """Return Jacobians (N, D, D); diagonals (N, D) are placed in zeros."""
    if not isinstance(gradient, (np.ndarray, list)) or np.shape(gradient) not in (x.shape, x.shape[1:]):
        return _repeated(gradient, x)
    places = np.arange(x.shape[1])
    placed = np.zeros((*np.shape(gradient), len(places)))
    placed[..., places, places] = gradient
    return _repeated(placed, x)


def _repeated(gradient: Any, x: np.ndarray) -> Any:
    """Return Jacobians (N, K, D); a single one, (K, D), is that of every observation."""
    if isinstance(gradient, (np.ndarray, list)) and np.ndim(gradient) == 2:
        return np.stack([np.asarray(gradient)] * len(x))
    return gradient


def _pulled_back(delta: np.ndarray, jacobians: Any) -> Any:
    """Return delta (N, K) times Jacobians (N, K, D), (N, D); what has another shape comes as it is."""
    if np.ndim(jacobians) != 3 or np.shape(jacobians)[:2] != delta.shape:
        return jacobians
    return np.matmul(delta[:, None, :], jacobians)[:, 0]


def _answers(name: str) -> Any:
    """Read the JSON file of that name that is nearest to the top of what was handed in."""
    every = [Path(folder, file) for folder, _, files in os.walk(".", followlinks=True) for file in files]
    found = [path for path in every if path.name.casefold() == name.casefold()]
    nearest = min(found, key=lambda path: (path.name != name, len(path.parts), path))
    answers = json.loads(nearest.read_text(encoding="utf-8-sig"))
    if not isinstance(answers, dict):
        raise TypeError(f"{nearest} must hold names and answers, as its form does: {{...}}")
    return answers


def _numbers(answer: Any) -> Any:
    """Return lists of numbers as an array, with NaN where an answer was left out; what is none as it came."""
    try:
        return np.array(answer, dtype=float)
    except (TypeError, ValueError):
        return answer
