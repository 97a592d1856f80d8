"""Outputs that are a function of what is expected, entry by entry, or from which a function was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature


def sigmoid(z: Array) -> Array:
    """Return 1 / (1 + exp(-z))."""
    return 1 / (1 + np.exp(-z))


def normalised(z: Array) -> Array:
    """Return the softmax of each row."""
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sums_to_one(values: Array) -> bool:
    """Tell whether an array looks like probabilities in its rows."""
    return values.ndim == 2 and values.shape[1] > 1 and abs(float(values[0].sum()) - 1) < 1e-3


# What an output is of the expected one, and what that usually means.
_FUNCTIONS: Mapping[str, tuple[Callable[[Array], Array], str, str]] = {
    "square": (np.square, "the square of the expected one", "a root is missing, or a square is one too many"),
    "root": (np.sqrt, "the square root of the expected one", "a square is missing, or a root is one too many"),
    "exp": (np.exp, "exp of the expected one", "a log is missing, or an exp is one too many"),
    "log": (np.log, "the log of the expected one", "an exp is missing, or a log is one too many"),
    "minus-log": (lambda e: -np.log(e), "minus the log of the expected one", "a log is one too many"),
    "reciprocal": (np.reciprocal, "1 divided by the expected one", "numerator and denominator are exchanged"),
    "absolute": (np.abs, "the expected one without its signs", "an absolute value or a square hides the minus"),
    "complement": (lambda e: 1 - e, "1 minus the expected one", "two cases or two weights are exchanged"),
    "sigmoid": (sigmoid, "the sigmoid of the expected one", "an activation is applied that does not belong here"),
    "tanh": (np.tanh, "tanh of the expected one", "an activation is applied that does not belong here"),
}
# Functions of an output that give the expected one: they were left out.
_LEFT_OUT: Mapping[str, Callable[[Array], Array]] = {
    "sigmoid": sigmoid,
    "tanh": np.tanh,
    "ReLU": lambda a: np.maximum(a, 0),
}


def of_expected(scene: Scene) -> Iterator[Signature]:
    """Look for a function of the expected output."""
    for name, (function, what, meaning) in _FUNCTIONS.items():
        if (name != "absolute" or scene.expected.size > 1) and scene.matches(function, scene.expected):
            yield scene.tell(f"function:{name}", f"{scene.mine} is {what}: {meaning}.")


def left_out(scene: Scene) -> Iterator[Signature]:
    """Look for a function that would make the output right."""
    for name, function in _LEFT_OUT.items():
        if scene.mended(function) and (name != "ReLU" or _cut_at_zero(scene)):
            yield _undone(scene, name, f"The {name}")
    if sums_to_one(scene.expected) and scene.mends(normalised(scene.actual)):
        yield _undone(scene, "softmax", "The softmax of each row")
    if sums_to_one(scene.actual) and scene.explains(normalised(scene.expected)):
        yield scene.tell("function:softmax", f"{scene.mine} is the softmax of the expected one: it is taken twice.")


def _undone(scene: Scene, name: str, what: str) -> Signature:
    text = f"{what} of your {scene.name} is the expected one: the {name} is left out at the end."
    return scene.tell(f"undone:{name}", text)


def _cut_at_zero(scene: Scene) -> bool:
    """Tell whether nearly all zeros that are expected came as other numbers."""
    zeros = scene.expected == 0
    return bool(scene.apart and zeros.any() and np.mean(scene.bad[zeros]) > 0.9)
