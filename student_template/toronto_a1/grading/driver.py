"""How a submission for this assignment is called: one probe for each thing that is looked at.

A probe gives its outputs in the order in which they come about, so that an exception later on does not cost
what was right before. It converts and decides nothing.
"""

from __future__ import annotations

from typing import Any, Dict, Iterator

import numpy as np

Outputs = Iterator[Dict[str, Any]]
NAMES = ("W1", "b1", "w2", "b2")
LOSSES = {
    "logistic_ce": "LogisticCrossEntropy",
    "logistic_se": "LogisticSquaredError",
    "softsign_ce": "SoftsignCrossEntropy",
}
BATCH, LEARNING_RATE, WEIGHT_DECAY = 100, 0.1, 0.001  # the handout's


def softsign(code: Any, z: np.ndarray) -> Outputs:
    """Call softsign, which is given: the forward of softsign_prime."""
    yield {"y": code.softsign(z)}


def softsign_prime(code: Any, z: np.ndarray) -> Outputs:
    """Call softsign_prime."""
    yield {"slope": code.softsign_prime(z)}
    yield {"z": z}


def softsign_loss(code: Any, z: np.ndarray, t: np.ndarray) -> Outputs:
    """Call SoftsignCrossEntropy.value, which is given: the forward of its derivatives."""
    yield {"loss": code.SoftsignCrossEntropy.value(z, t)}


def softsign_loss_derivatives(code: Any, z: np.ndarray, t: np.ndarray) -> Outputs:
    """Call SoftsignCrossEntropy.derivatives on all examples, on the first alone, and on all again."""
    yield {"dLdz": code.SoftsignCrossEntropy.derivatives(z, t)}
    yield {"first": code.SoftsignCrossEntropy.derivatives(z[:1], t[:1])}
    yield {"again": code.SoftsignCrossEntropy.derivatives(z, t), "z": z, "t": t}


def cost(code: Any, X: np.ndarray, dLdz: np.ndarray, **parameters: Any) -> Outputs:
    """Give the mean of dLdz * z: its derivatives by the parameters are what cost_derivatives returns."""
    yield {"cost": np.mean(dLdz * _mlp(code, **parameters).compute_activations(X)["z"])}


def cost_derivatives(code: Any, X: np.ndarray, dLdz: np.ndarray, **parameters: Any) -> Outputs:
    """Call MultilayerPerceptron.cost_derivatives once; give each gradient, and what became of its arguments."""
    model = _mlp(code, **parameters)
    activations = model.compute_activations(X)
    kept = dict(activations)
    found = model.cost_derivatives(X, activations, dLdz)
    for name in NAMES:
        if name in found:
            yield {name: found[name]}
    yield {"entries": np.array([name in found for name in NAMES] + [len(found) == len(NAMES)])}
    yield {"X": X, "dLdz": dLdz, "R": kept["R"], "H": kept["H"], "z": kept["z"]}


def loss_curves(code: Any, z: np.ndarray, t: np.ndarray) -> Outputs:
    """Give the three losses over z, and the slope of the student's own."""
    for name, loss in LOSSES.items():
        yield {name: getattr(code, loss).value(z, t), "z": z}
    yield {"softsign_ce_slope": code.SoftsignCrossEntropy.derivatives(z, t)}


def large_gradients(code: Any, r: np.ndarray) -> Outputs:
    """Give the slopes of softsign and logistic over r, as they are and as powers of ten."""
    y = code.logistic(r)
    for name, slope in (("softsign", code.softsign_prime(r)), ("logistic", y * (1 - y))):
        with np.errstate(all="ignore"):
            yield {f"{name}_slope": slope, f"{name}_slope_log10": np.log10(slope), "r": r}


def large_init(code: Any, **inputs: Any) -> Outputs:
    """Train with each of the three losses from large weights."""
    return _trainings(code, **inputs)


def noisy_labels(code: Any, **inputs: Any) -> Outputs:
    """Train with each of the three losses on labels of which some are wrong."""
    return _trainings(code, **inputs)


def _trainings(code: Any, **inputs: Any) -> Outputs:
    for name, loss in LOSSES.items():
        yield {f"{name}_{curve}": values for curve, values in _train(code, getattr(code, loss), **inputs).items()}


def _train(  # noqa: PLR0913, PLR0917 - two data sets, the parameters and the order of the examples
    code: Any,
    loss: Any,
    X: np.ndarray,
    t: np.ndarray,
    X_valid: np.ndarray,
    t_valid: np.ndarray,
    order: np.ndarray,
    **parameters: Any,
) -> Dict[str, np.ndarray]:
    """Train from the parameters given, an epoch for each row of `order`; return the errors before and after each."""
    model = _mlp(code, **{name: np.array(value) for name, value in parameters.items()})
    pixels, valid = X / 255.0, X_valid / 255.0
    training, validation = [_error(model, pixels, t)], [_error(model, valid, t_valid)]
    for epoch in order:
        for start in range(0, len(epoch), BATCH):
            rows = epoch[start : start + BATCH]
            _step(model, loss, pixels[rows], t[rows])
        training.append(_error(model, pixels, t))
        validation.append(_error(model, valid, t_valid))
    return {"training_error": np.array(training), "validation_error": np.array(validation)}


def _step(model: Any, loss: Any, X: np.ndarray, t: np.ndarray) -> None:
    """Update every parameter once, weights with decay."""
    activations = model.compute_activations(X)
    gradients = model.cost_derivatives(X, activations, loss.derivatives(activations["z"], t))
    for name in NAMES:
        old = getattr(model, name)
        decay = WEIGHT_DECAY * old if name in ("W1", "w2") else 0.0
        gradient = np.asarray(gradients[name])
        if np.squeeze(gradient).shape != np.squeeze(old).shape or not np.isfinite(gradient).all():
            raise ValueError(f"the gradient of {name} is no array of {np.shape(old)} finite numbers: training ended")
        setattr(model, name, old - LEARNING_RATE * (gradient.reshape(np.shape(old)) + decay))


def _error(model: Any, X: np.ndarray, t: np.ndarray) -> float:
    """Return the fraction of wrong predictions."""
    return float(np.mean((model.compute_activations(X)["z"] > 0) != (t > 0)))


def _mlp(code: Any, W1: np.ndarray, b1: np.ndarray, w2: np.ndarray, b2: np.ndarray) -> Any:
    """Build the network with these parameters."""
    return code.MultilayerPerceptron(W1, b1, w2, b2)
