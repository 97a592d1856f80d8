"""Outputs that come of the right array, reduced or normalised in the wrong way: another axis, a sum for a mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.functions import normalised, sums_to_one

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from grader.diagnose.signatures.arrays import Named
    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

_REDUCTIONS: Mapping[str, Callable[..., Array]] = {
    "sum": np.sum,
    "mean": np.mean,
    "max": np.max,
    "min": np.min,
    "variance": np.var,
    "standard deviation": np.std,
}


def reduced(scene: Scene) -> Iterator[Signature]:
    """Look for a reduction of an array of the case that is right, and for another one that came."""
    for one in scene.arrays:
        axes = _axes(one.array)
        fitting = [axis for axis in axes if _left(one.array.shape, axis) == _bare(scene.expected.shape)]
        for name, function in _REDUCTIONS.items() if fitting else ():
            for axis in fitting:
                if scene.same(_like(function(one.array, axis=axis), scene.expected), scene.expected):
                    yield from _other_axes(scene, one, name, axis)
                    yield from _other_reductions(scene, one, name, axis)


def _other_axes(scene: Scene, one: Named, name: str, axis: int | None) -> Iterator[Signature]:
    for other in _axes(one.array):
        if other != axis and _came(scene, _REDUCTIONS[name](one.array, axis=other)):
            text = f"{scene.mine} is the {name} of {one.phrase} over {_over(other)}; it should be over {_over(axis)}."
            yield scene.tell(f"axis:{name}:{other}", text)


def _other_reductions(scene: Scene, one: Named, name: str, axis: int | None) -> Iterator[Signature]:
    for other, function in _REDUCTIONS.items():
        if other != name and _came(scene, function(one.array, axis=axis)):
            text = f"{scene.mine} is the {other} of {one.phrase} over {_over(axis)}; it should be the {name}."
            yield scene.tell(f"reduction:{other} for {name}", text)


def _came(scene: Scene, candidate: Array) -> bool:
    """Tell whether this came, axes of length one aside."""
    if _bare(candidate.shape) != _bare(scene.actual.shape):
        return False
    candidate = _like(candidate, scene.actual)
    return scene.same(scene.actual, candidate) if scene.misshapen else scene.explains(candidate)


def _axes(array: Array) -> list[int | None]:
    return [None, *range(array.ndim)] if array.ndim > 1 else [None]


def _left(shape: tuple[int, ...], axis: int | None) -> tuple[int, ...]:
    return () if axis is None else _bare(shape[:axis] + shape[axis + 1 :])


def _bare(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(length for length in shape if length != 1)


def _like(values: Array, array: Array) -> Array:
    return np.asarray(values).reshape(array.shape)


def _over(axis: int | None) -> str:
    return "everything" if axis is None else f"axis {axis}"


def softmaxes(scene: Scene) -> Iterator[Signature]:
    """Look for a softmax over the wrong axis, or over everything."""
    for one in scene.alike.ones if sums_to_one(scene.expected) else ():
        if scene.same(normalised(one.array), scene.expected):
            if scene.explains(normalised(one.array.T).T):
                text = f"{scene.mine} is the softmax over axis 0, the batch: each row has its own sum, so use axis 1."
                yield scene.tell("axis:softmax:0", text)
            elif scene.explains(normalised(one.array.reshape(1, -1)).reshape(one.array.shape)):
                text = f"{scene.mine} is the softmax over the whole array: each row has its own sum, so use axis 1."
                yield scene.tell("axis:softmax:None", text)
