"""Outputs that are wrong in some places only: where these are, and what stands there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

FAR = 30.0  # exp(-30) is lost beside 1 in single precision, and 1 - sigmoid(37) is 0 in double


def in_some_places(scene: Scene) -> Iterator[Signature]:
    """Look at the right entries beside the wrong ones, if there are any."""
    if not scene.apart:
        return
    yield from _one_wrong(scene)
    yield from _first_right(scene)
    yield from _cut(scene)
    yield from _zeros(scene)
    yield from _far(scene)


def _one_wrong(scene: Scene) -> Iterator[Signature]:
    """Look for a single row or column that is wrong."""
    for axis, length in enumerate(scene.bad.shape if scene.bad.ndim > 1 else ()):
        counts = np.moveaxis(scene.bad, axis, 0).reshape(length, -1).sum(axis=1)
        across = scene.bad.size // length
        if length > 2 and np.count_nonzero(counts) == 1 and 4 * counts.max() >= 3 * across:
            at = int(np.argmax(counts))
            which = {0: "first", length - 1: "last"}.get(at, str(at))
            line = f"place on axis {axis}" if scene.bad.ndim > 2 else ("row", "column")[axis]
            words = f"{line} {at}" if which.isdigit() else f"the {which} {line}"
            text = f"Only {words} of your {scene.name} is wrong: look at what is special there."
            yield scene.tell(f"one-wrong:{axis}:{which}", text, certain=True)


def _first_right(scene: Scene) -> Iterator[Signature]:
    """Look for a first row, or entry, that is right where all others are wrong."""
    share: Array = _rows(scene.bad).mean(axis=1)
    if len(share) > 3 and share[0] == 0 and share[1:].min() >= 0.5:
        what = "entry" if scene.bad.ndim == 1 else "row"
        text = f"Only the first {what} of your {scene.name} is right: look at what changes from one to the next."
        yield scene.tell("first-only", text, certain=True)


def _cut(scene: Scene) -> Iterator[Signature]:
    """Look for numbers cut off at a bound other than zero."""
    wrong, right = scene.actual[scene.bad], scene.expected[scene.bad]
    low, high = scene.actual.min(), scene.actual.max()
    above, below = (wrong == high) & (right > high), (wrong == low) & (right < low)
    if low == high or not wrong.any() or not (above | below).all():
        return
    sides = [("below", low)] * bool(below.any()) + [("above", high)] * bool(above.any())
    bounds = " or ".join(f"{side} {digits(bound, 4)}" for side, bound in sides)
    text = f"{scene.mine} is right except that nothing in it is {bounds}: it is clipped."
    general = f"{scene.mine} is right except that numbers are cut off at a bound: it is clipped."
    yield scene.tell("clipped:" + "-".join(side for side, _ in sides), text, general=general, certain=True)


def _zeros(scene: Scene) -> Iterator[Signature]:
    """Look for zeros in the place of other numbers, and for other numbers in the place of zeros."""
    zeros = scene.expected == 0
    if not scene.actual[scene.bad].any():
        text = f"{scene.mine} is right but for zeros where there should be none: a part is cut off, or never filled."
        yield scene.tell("masked", text, certain=True)
    elif np.count_nonzero(~zeros) >= 3 and zeros[scene.bad].all() and np.mean(scene.bad[zeros]) > 0.5:
        text = f"{scene.mine} is right except where 0 is expected: there it has other numbers."
        yield scene.tell("unmasked", text, certain=True)


def _far(scene: Scene) -> Iterator[Signature]:
    """Look for rows that are wrong just where an input is far from zero."""
    bad = np.asarray(_rows(scene.bad).any(axis=1))
    for name, phrase, array in scene.inputs:
        if len(array) != len(bad):
            continue
        far = np.asarray(_rows(np.abs(array) > FAR).any(axis=1))
        if np.count_nonzero(bad) > 1 and not (bad & ~far).any() and np.mean(bad[far]) > 0.5 and not far.all():
            text = f"{scene.mine} is wrong only where {phrase} is far from zero: numbers get lost in exp or log there."
            yield scene.tell(f"far:{name}", f"{text} Use a stable form.", certain=True)


def _rows(array: Array) -> Array:
    """Return an array as a matrix: what belongs to one sample is a row."""
    return array.reshape(len(array), -1)
