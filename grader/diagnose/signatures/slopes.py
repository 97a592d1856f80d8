"""Gradients that are right but for the slope of an activation: left out, taken twice, or taken at the wrong place.

Where delta * s(z) is expected, s being the slope, delta * g(z) came with another g. Nobody needs to know delta.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.diagnose.signatures.functions import sigmoid

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

    Function = Callable[[Array], Array]

SATURATED = 1e-6  # a smaller slope is rounding for the most part


class Activation(NamedTuple):
    """A function y = f(z), and its slope in y, as numbers and as it is written."""

    name: str
    f: Function
    slope: Function
    right: str


class Slip(NamedTuple):
    """What may stand in the place of a slope, as a function of z and y, and what is then said."""

    id: str
    text: str
    instead: Callable[[Array, Array], Array]


ACTIVATIONS = (
    Activation("sigmoid", sigmoid, lambda y: y * (1 - y), "y * (1 - y)"),
    Activation("tanh", np.tanh, lambda y: 1 - y**2, "1 - y**2"),
    Activation("softplus", lambda z: np.logaddexp(0, z), lambda y: -np.expm1(-y), "1 - exp(-y)"),
)


def _slips(activation: Activation) -> tuple[Slip, ...]:
    name, f, slope, right = activation
    written = f"has {{}} for the slope of {name}, y being its output: it should be {right}."
    again = f"takes the slope of {name} at the output of {name}, as if it were applied twice: take it at {{at}}."
    raw = f"has {{at}} in {right}, the slope of {name}: y stands for the output of {name}."
    return (
        Slip("slope-argument:{}:raw", raw, lambda z, _: slope(z)),
        Slip("slope-missing:{}", f"lacks the slope of {name} at {{at}}: multiply by it.", lambda _, y: np.ones_like(y)),
        Slip(
            "slope-twice:{}",
            f"is the expected one times the slope of {name} at {{at}}: that is in it once too often.",
            lambda _, y: slope(y) ** 2,
        ),
        Slip("slope-argument:{}:again", again, lambda _, y: slope(f(y))),
        Slip("slope-argument:{}:1 - y", written.format("1 - y"), lambda _, y: 1 - y),
        Slip("slope-argument:{}:y", written.format("y"), lambda _, y: y),
        Slip("slope-argument:{}:y**2", written.format("y**2"), lambda _, y: y**2),
    )


SLIPS = tuple((activation, _slips(activation)) for activation in ACTIVATIONS)


def slopes(scene: Scene) -> Iterator[Signature]:
    """Look for what stands in the place of an activation's slope at an array z of the case, or at an array y = f(z)."""
    negative = np.any(scene.few(scene.actual) * scene.few(scene.expected) < 0)
    for activation, slips in SLIPS:
        for slip in slips[:1] if negative else slips:  # all others are positive, as slopes are
            for letter, output in (("z", activation.f), ("y", _itself)):
                came = partial(_came, output, activation.slope, slip.instead)
                for one in scene.among(came, scene.alike):
                    text = slip.text.format(at=f"{letter} = {one.phrase}")
                    yield scene.tell(slip.id.format(activation.name), f"{scene.mine} {text}")


def _itself(y: Array) -> Array:
    return y


def _came(
    output: Function, slope: Function, instead: Callable[[Array, Array], Array], expected: Array, z: Array
) -> Array:
    """Return what is expected with something else for the slope; at saturation as if the slope alone were expected."""
    y = output(z)
    right, wrong = slope(y), instead(z, y)
    return np.where(right > SATURATED, expected * wrong / right, wrong)


def kinks(scene: Scene) -> Iterator[Signature]:
    """Look for the slope of a ReLU, 0 or 1: left out, or taken at an array where it does not belong."""
    for one in scene.alike.ones if scene.apart else ():
        off = one.array <= 0
        if not 3 <= np.count_nonzero(off) < off.size or scene.bad[~off].any():
            continue
        if not scene.expected[off].any() and np.mean(scene.bad[off]) > 0.9:
            text = f"{scene.mine} lacks the slope of ReLU: make it 0 where {one.phrase} is not positive."
            yield scene.tell("slope-missing:ReLU", text)
        elif not scene.actual[off].any():
            text = f"{scene.mine} is 0 wherever {one.phrase} is not positive, as behind a ReLU, and should not be."
            yield scene.tell("slope-twice:ReLU", text, certain=bool(np.count_nonzero(scene.bad) >= 3))
