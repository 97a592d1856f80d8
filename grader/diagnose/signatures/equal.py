"""Outputs that are another array of the case, or what belongs to the case before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.arrays import real
from grader.diagnose.signatures.words import called

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Signature


def in_place(scene: Scene) -> Iterator[Signature]:
    """Look for an output that is to give back an input unchanged."""
    name = scene.seen.output
    if any(one.name == name and np.array_equal(one.array, scene.expected) for one in scene.inputs):
        text = f"Your code changes its input {name} in place: work on a copy, or make a new array."
        yield scene.tell(f"in-place:{name}", text, certain=True)


def to_inputs(scene: Scene) -> Iterator[Signature]:
    """Look for an input, its negative and its transpose."""
    for name, phrase, array in scene.inputs:
        if scene.explains(array):
            text = f"{scene.mine} is {phrase} itself: it is returned in place of a result, or nothing is done to it."
            yield scene.tell(f"input:{name}", text)
        elif scene.explains(-array):
            yield scene.tell(f"minus-input:{name}", f"{scene.mine} is minus {phrase}: nothing else is done to it.")
        elif array.ndim > 1 and scene.explains(array.T):
            text = f"{scene.mine} is {phrase}, transposed: nothing else is done to it."
            yield scene.tell(f"transposed-input:{name}", text)


def to_others(scene: Scene) -> Iterator[Signature]:
    """Look for another output of the case, as it should be or as it came."""
    for name, _, array in scene.others:
        if scene.explains(array):
            text = f"{scene.mine} is what your {called(name)} should be: one is taken for the other."
            yield scene.tell(f"other:{name}", text)
        elif name in scene.own and not scene.same(array, scene.expected) and scene.explains(scene.own[name]):
            text = f"{scene.mine} is the same as your {called(name)}: it should be another quantity."
            yield scene.tell(f"other:{name}", text)


def to_previous(scene: Scene) -> Iterator[Signature]:
    """Look for what belongs to the case before: kept between calls, or added up."""
    if scene.seen.previous is None:
        return
    came, right = (real(array) for array in scene.seen.previous)
    if came is None or right is None or came.shape != scene.expected.shape or scene.same(right, scene.expected):
        return
    before = (came, right) if right.shape == came.shape else (came,)
    if any(scene.explains(array) for array in before):
        text = f"{scene.mine} is the same as in the case before: something computed in an earlier call is kept."
        yield scene.tell("previous", text)
    if any(scene.explains(scene.expected + array) for array in before):
        text = f"{scene.mine} is the expected one plus that of the case before: it is added up over calls; start anew."
        yield scene.tell("accumulated", text)
