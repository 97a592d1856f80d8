"""How a submission for this assignment is called: arrays become tensors here, gradients are never tracked.

A probe gives its outputs in the order in which they come about, so that an exception later on does not cost
what was right before. It decides nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Dict, Iterator, Tuple

import torch

if TYPE_CHECKING:
    import numpy as np

Outputs = Iterator[Dict[str, Any]]
NAMES = ("W1", "b1", "W2", "b2")


def _as_promised() -> None:
    """Set what the starter code promises; a submission may have changed it when it was imported."""
    torch.set_grad_enabled(False)
    torch.set_default_dtype(torch.float64)


_as_promised()


def forward(code: Any, x: np.ndarray, again: np.ndarray, **network: Any) -> Outputs:
    """Run an MLP forward on one batch, then on another."""
    mlp, batch = _mlp(code, **network), _tensor(x)
    yield {"y_hat": _forward(mlp, batch)}
    yield {"again": _forward(mlp, _tensor(again)), "x": batch, **_parameters(mlp)}


def backward(
    code: Any, x: np.ndarray, dJdy_hat: np.ndarray, again: np.ndarray, dJdy_hat_again: np.ndarray, **network: Any
) -> Outputs:
    """Run an MLP forward and back on one batch, then on another.

    `projected` is the number whose gradient by y_hat is dJdy_hat.
    """
    mlp, batch, pulled = _mlp(code, **network), _tensor(x), _tensor(dJdy_hat)
    y_hat = _forward(mlp, batch)
    yield {"projected": (y_hat * pulled).sum()}
    mlp.backward(pulled)
    yield _gradients(mlp)
    yield {"x": batch, "dJdy_hat": pulled, **_parameters(mlp)}
    _forward(mlp, _tensor(again))
    mlp.backward(_tensor(dJdy_hat_again))
    yield {f"again_{name}": gradient for name, gradient in _gradients(mlp).items()}


def loss(code: Any, name: str, y: np.ndarray, y_hat: np.ndarray) -> Outputs:
    """Call mse_loss or bce_loss."""
    _as_promised()
    target, prediction = _tensor(y), _tensor(y_hat)
    J, dJdy_hat = _loss(code, name, target, prediction)
    yield {"J": J}
    yield {"dJdy_hat": dJdy_hat}
    yield {"y": target, "y_hat": prediction}


def chain(code: Any, name: str, x: np.ndarray, y: np.ndarray, **network: Any) -> Outputs:
    """Run an MLP forward, take a loss of the submission's own, and go back from it."""
    mlp = _mlp(code, **network)
    J, dJdy_hat = _loss(code, name, _tensor(y), _forward(mlp, _tensor(x)))
    yield {"J": J}
    mlp.backward(dJdy_hat)
    yield _gradients(mlp)


def _tensor(array: np.ndarray) -> torch.Tensor:
    """Return a tensor of its own memory."""
    return torch.tensor(array, dtype=torch.float64)


def _mlp(code: Any, f: str, g: str, **parameters: np.ndarray) -> Any:
    """Build an MLP of these functions with these parameters."""
    _as_promised()
    (hidden, inputs), (outputs, _) = parameters["W1"].shape, parameters["W2"].shape
    mlp = code.MLP(inputs, hidden, f, hidden, outputs, g)
    for name in NAMES:
        mlp.parameters[name] = _tensor(parameters[name])
    return mlp


def _forward(mlp: Any, x: torch.Tensor) -> Any:
    """Run an MLP forward from a clean slate: gradients may be overwritten or added up."""
    mlp.clear_grad_and_cache()
    return mlp.forward(x)


def _parameters(mlp: Any) -> Dict[str, Any]:
    return {name: mlp.parameters[name] for name in NAMES}


def _gradients(mlp: Any) -> Dict[str, Any]:
    return {f"dJd{name}": mlp.grads[f"dJd{name}"] for name in NAMES}


def _loss(code: Any, name: str, y: torch.Tensor, y_hat: Any) -> Tuple[Any, Any]:
    """Call a loss; what is no pair is given twice, so that it is described."""
    result = getattr(code, name)(y, y_hat)
    return tuple(result) if isinstance(result, (tuple, list)) and len(result) == 2 else (result, result)
