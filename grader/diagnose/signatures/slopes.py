"""Gradients that are right but for the slope of an activation: left out, taken twice, or taken at the wrong place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.diagnose.signatures.functions import sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.diagnose.signatures.arrays import Named
    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature


class Activation(NamedTuple):
    """A function y = f(z), and its slope written in y. `slips` are other things that are written for the slope."""

    name: str
    f: Callable[[Array], Array]
    slope: Callable[[Array], Array]
    right: str
    slips: tuple[tuple[str, Callable[[Array], Array]], ...] = ()


ACTIVATIONS = (
    Activation(
        "sigmoid", sigmoid, lambda y: y * (1 - y), "y * (1 - y)", (("1 - y", lambda y: 1 - y), ("y", lambda y: y))
    ),
    Activation("tanh", np.tanh, lambda y: 1 - y**2, "1 - y**2", (("1 - y", lambda y: 1 - y), ("y**2", lambda y: y**2))),
    Activation("softplus", lambda z: np.logaddexp(0, z), lambda y: -np.expm1(-y), "sigmoid(z)"),
)


def slopes(scene: Scene) -> Iterator[Signature]:
    """Look for the slope of a smooth activation at an array of the case, or of one that is such an output."""
    ratio = scene.few(scene.actual) / scene.few(scene.expected)
    for one in scene.alike if np.all(ratio > 0) else ():
        for activation in ACTIVATIONS:
            yield from _at(scene, activation, one, activation.f, "z")
            yield from _at(scene, activation, one, _itself, "y")
    for one in scene.alike:
        for activation in ACTIVATIONS:
            yield from _raw(scene, activation, one)


def _itself(y: Array) -> Array:
    return y


def _at(
    scene: Scene, activation: Activation, one: Named, output: Callable[[Array], Array], letter: str
) -> Iterator[Signature]:
    """Look for slopes where `output` of an array is the y of the activation."""
    name, f, slope, right, slips = activation
    where = f"of {name} at {letter} = {one.phrase}"
    if scene.matches(lambda e, z: e / slope(output(z)), scene.expected, one.array):
        text = f"{scene.mine} lacks the slope {where}: multiply by it on the way back."
        yield scene.tell(f"slope-missing:{name}", text)
    elif scene.matches(lambda e, z: e * slope(output(z)), scene.expected, one.array):
        text = f"{scene.mine} has the slope {where} once too often: multiply by it once."
        yield scene.tell(f"slope-twice:{name}", text)
    elif scene.matches(lambda e, z: e * slope(f(output(z))) / slope(output(z)), scene.expected, one.array):
        text = f"{scene.mine} takes the slope of {name} at the output of {name}: {name} is applied twice before it."
        yield scene.tell(f"slope-argument:{name}:again", text)
    for written, slip in slips:
        if scene.matches(lambda e, z, slip=slip: e * slip(output(z)) / slope(output(z)), scene.expected, one.array):
            text = f"{scene.mine} has {written} for the slope of {name}, y being its output: it should be {right}."
            yield scene.tell(f"slope-argument:{name}:{written}", text)


def _raw(scene: Scene, activation: Activation, one: Named) -> Iterator[Signature]:
    """Look for the slope's formula in y with z put in."""
    name, f, slope, right, _ = activation
    if scene.matches(lambda e, z: e * slope(z) / slope(f(z)), scene.expected, one.array):
        text = f"{scene.mine} has {one.phrase} in {right} for y: y is the output of {name}, not what goes into it."
        yield scene.tell(f"slope-argument:{name}:raw", text)


def kinks(scene: Scene) -> Iterator[Signature]:
    """Look for the slope of a ReLU, 0 or 1: left out, or taken at an array where it does not belong."""
    for one in scene.alike:
        off = one.array <= 0
        if not 3 <= np.count_nonzero(off) < off.size:
            continue
        if scene.right(~off) and not scene.expected[off].any() and np.mean(scene.bad[off]) > 0.9:
            text = f"{scene.mine} lacks the slope of ReLU: make it 0 where {one.phrase} is not positive."
            yield scene.tell("slope-missing:ReLU", text)
        elif scene.right(~off) and not scene.actual[off].any():
            text = f"{scene.mine} is 0 wherever {one.phrase} is not positive, as behind a ReLU, and should not be."
            yield scene.tell("slope-twice:ReLU", text, certain=bool(np.count_nonzero(scene.bad) >= 3))
