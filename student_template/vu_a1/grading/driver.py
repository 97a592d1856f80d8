"""How a submission for this assignment is called: one probe for each thing that is looked at.

A probe gives its outputs in the order in which they come about, so that an exception later on does not cost what was
right before. It converts and decides nothing. To scalar.py everything goes as lists, to vectorized.py as arrays.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator, List

import numpy as np

Outputs = Iterator[Dict[str, Any]]
GRADIENTS = ("dW", "db", "dV", "dc")
PARAMETERS = ("W", "b", "V", "c")


def scalar_forward(code: Any, x: np.ndarray, t: int, **parameters: np.ndarray) -> Outputs:
    """Run scalar.py forward on one point, then give its loss."""
    scalar = code["scalar.py"]
    h, y = _parts(scalar.forward(x.tolist(), *_lists(parameters)), "h", "y")
    yield {"h": _array(h), "y": _array(y)}
    yield {"loss": scalar.loss(y, t)}


def scalar_backward(code: Any, x: np.ndarray, t: int, **parameters: np.ndarray) -> Outputs:
    """Run scalar.py backward on one point."""
    yield _gradients(code["scalar.py"].backward(x.tolist(), t, *_lists(parameters)))


def scalar_train(code: Any, xs: np.ndarray, ts: np.ndarray, epochs: int, lr: float) -> Outputs:
    """Train scalar.py on points, then give the mean loss that its own forward and loss have with what came out."""
    scalar, xs, ts = code["scalar.py"], xs.tolist(), ts.tolist()
    losses, parameters = _parts(scalar.train(xs, ts, epochs, lr), "losses", "(W, b, V, c)")
    yield {"losses": _array(losses)}
    trained = _parts(parameters, *PARAMETERS)
    yield {"trained_loss": np.mean([scalar.loss(scalar.forward(x, *trained)[1], t) for x, t in zip(xs, ts)])}


def single_forward(code: Any, x: np.ndarray, t: int, **parameters: np.ndarray) -> Outputs:
    """Run vectorized.py forward on one instance, then give its loss."""
    vectorized = code["vectorized.py"]
    h, y = _parts(vectorized.forward(x, *_ordered(parameters)), "h", "y")
    yield {"h": h, "y": y}
    yield {"loss": vectorized.loss(y, t)}


def single_backward(code: Any, x: np.ndarray, t: int, **parameters: np.ndarray) -> Outputs:
    """Run vectorized.py backward on one instance."""
    yield _gradients(code["vectorized.py"].backward(x, t, *_ordered(parameters)))


def batch_forward(code: Any, X: np.ndarray, T: np.ndarray, **parameters: np.ndarray) -> Outputs:
    """Run vectorized.py forward on a batch, then give its mean loss."""
    vectorized = code["vectorized.py"]
    H, Y = _parts(vectorized.forward_batch(X, *_ordered(parameters)), "H", "Y")
    yield {"H": H, "Y": Y}
    yield {"loss": vectorized.loss_batch(Y, T)}


def batch_backward(code: Any, X: np.ndarray, T: np.ndarray, **parameters: np.ndarray) -> Outputs:
    """Run vectorized.py backward on a batch."""
    yield _gradients(code["vectorized.py"].backward_batch(X, T, *_ordered(parameters)))


def digits(code: Any, **given: Any) -> Outputs:
    """Train vectorized.py on digits: three runs that differ in their random numbers only, then learning rates."""
    runs = [_curves(code, 0.03, **given) for _ in range(3)]
    training, validation = np.swapaxes(runs, 0, 1)
    yield {"training_loss": training[0], "validation_loss": validation[0]}
    yield {"training_loss_mean": training.mean(axis=0), "training_loss_std": training.std(axis=0)}
    yield {"validation_loss_mean": validation.mean(axis=0), "validation_loss_std": validation.std(axis=0)}
    for lr in (0.001, 0.003, 0.01):
        yield {f"training_loss_at_{lr}": _curves(code, lr, **given)[0]}
    yield {"training_loss_at_0.03": training[0]}


def _curves(code: Any, lr: float, X: np.ndarray, X_val: np.ndarray, **how: Any) -> np.ndarray:
    """Train once on pixels from 0 to 1; return the training and the validation loss of every epoch, (2, epochs)."""
    T, T_val = how.pop("T").astype(int), how.pop("T_val").astype(int)
    given = X / 255, T, X_val / 255, T_val, how["n_hidden"], how["epochs"], lr, how["batch_size"]
    trained = code["vectorized.py"].train(*given)
    training, validation, _ = _parts(trained, "training_losses", "validation_losses", "(W, b, V, c)")
    return np.array([training, validation], dtype=float)


def _ordered(parameters: Dict[str, np.ndarray]) -> List[np.ndarray]:
    """Return W, b, V and c, to be given by place: in right work they may have other names."""
    return [parameters[name] for name in PARAMETERS]


def _lists(parameters: Dict[str, np.ndarray]) -> List[Any]:
    return [array.tolist() for array in _ordered(parameters)]


def _gradients(returned: Any) -> Dict[str, Any]:
    return dict(zip(GRADIENTS, map(_array, _parts(returned, *GRADIENTS))))


def _parts(returned: Any, *names: str) -> Any:
    """Return what a function gave, when it is as many things as are named."""
    if not isinstance(returned, (tuple, list)) or len(returned) != len(names):
        raise TypeError(f"({', '.join(names)}) should be returned, not {type(returned).__name__}")
    return returned


def _array(value: Any) -> Any:
    """Return lists of numbers as an array, and all else as it is."""
    try:
        return np.array(value, dtype=float) if isinstance(value, (list, tuple)) else value
    except (TypeError, ValueError):
        return value
