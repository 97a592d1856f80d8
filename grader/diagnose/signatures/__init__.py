"""General signatures of wrong outputs: a factor, a sign, a transpose, a missing slope, and what they usually mean.

They say what is seen where no known mistake fits. Nothing here depends on an assignment: a signature is a relation
between an output and what is known of its case. Pure: arrays in, sentences out, and nothing that came back raises.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures import (
    combined,
    equal,
    factors,
    fits,
    functions,
    numbers,
    orders,
    places,
    reductions,
    shapes,
    slopes,
)
from grader.diagnose.signatures.scene import Scene
from grader.diagnose.signatures.together import common
from grader.diagnose.signatures.words import Observation, Signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Finder = Callable[[Scene], Iterator[Signature]]

__all__ = ["Observation", "Signature", "common", "signatures"]

_OF_SHAPE: tuple[Finder, ...] = (
    numbers.not_finite,
    shapes.turned_round,
    shapes.rearranged,
    shapes.outer,
    shapes.not_folded,
    shapes.folded,
    shapes.cut_short,
    reductions.reduced,
)
_OF_VALUES: tuple[Finder, ...] = (
    numbers.precision,
    numbers.rounded,
    equal.to_previous,
    equal.to_inputs,
    equal.to_others,
    orders.exchanged,
    orders.turned,
    orders.shifted,
    orders.cumulative,
    reductions.reduced,
    reductions.softmaxes,
    slopes.slopes,
    slopes.kinks,
    combined.combined,
    factors.factors,
    functions.of_expected,
    functions.left_out,
    places.in_some_places,
    fits.everywhere,
    fits.along,
)


def signatures(observation: Observation) -> list[Signature]:
    """Return what holds of a wrong output, the most telling first; nothing of one that is right."""
    with np.errstate(all="ignore"):
        scene = Scene.of(observation)
        if scene is None:
            return []
        found: dict[str, Signature] = {}
        for one in _found(scene):
            found.setdefault(one.id, one)
    return sorted(found.values(), key=lambda one: one.rank)


def _found(scene: Scene) -> Iterable[Signature]:
    if scene.misshapen:
        return chain(_by(_OF_SHAPE, scene), _once_reshaped(scene))
    if not scene.bad.any():
        return shapes.leading(scene)
    plain = list(_by((equal.in_place, numbers.not_finite, numbers.repeated), scene))
    return plain if scene.blank or not scene.finite else chain(plain, _by(_OF_VALUES, scene))


def _by(finders: Iterable[Finder], scene: Scene) -> Iterator[Signature]:
    return chain.from_iterable(finder(scene) for finder in finders)


def _once_reshaped(scene: Scene) -> list[Signature]:
    """Return what else holds of an output whose shape is easily mended: transposed, or with an axis of length one."""
    actual, expected = np.asarray(scene.seen.actual), scene.expected
    if actual.shape == expected.shape[::-1]:
        return signatures(replace(scene.seen, actual=actual.T))
    if np.squeeze(actual).shape == np.squeeze(expected).shape:
        return signatures(replace(scene.seen, actual=actual.reshape(expected.shape)))
    return []
