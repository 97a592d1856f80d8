"""Outputs that are wrong in some places only, or in the same way in all: where the errors are, not what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.scene import varied
from grader.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

FAR = 30.0  # exp(-30) is lost beside 1 in single precision, and 1 - sigmoid(37) is 0 in double


def offsets(scene: Scene) -> Iterator[Signature]:
    """Look for an error that is one number everywhere, or one for each row or column."""
    difference = scene.actual - scene.expected
    if scene.bad.all() and scene.explains(scene.expected + _middle(difference)):
        if scene.lone is None and varied(scene.expected):
            text = f"{scene.mine} is off by {{}} everywhere: something is added that should not be, or is left out."
            number = digits(_middle(difference).item(), 4)
            yield scene.tell("offset", text.format(number), general=text.format("one number"))
        return
    for axis in _long_axes(scene):
        if scene.explains(scene.expected + _middle(difference, axis)):
            line = _line(scene, axis)
            text = f"The error in your {scene.name} is the same in every {line}: a term is left out, or there twice."
            yield scene.tell(f"same-error:{axis}", text)


def own_factors(scene: Scene) -> Iterator[Signature]:
    """Look for a factor of its own for each row or each column."""
    expected = scene.expected
    for axis in _long_axes(scene):
        if np.count_nonzero(expected) - np.count_nonzero(expected.any(axis)) < 3:
            continue
        factor = np.nan_to_num((scene.actual * expected).sum(axis, keepdims=True) / (expected**2).sum(axis, keepdims=True))
        if scene.explains(expected * factor) and not scene.explains(expected * factor.mean()):
            across = _line(scene, 1 - axis) if expected.ndim == 2 else f"place on the axes other than {axis}"
            text = (
                f"Each {across} of your {scene.name} is the expected one times a number of its own: a scale is wrong."
            )
            yield scene.tell(f"own-factor:{axis}", text)


def _long_axes(scene: Scene) -> list[int]:
    """Return the axes of a matrix, or more, along which at least three numbers could have been different."""
    shape, size = scene.expected.shape, scene.expected.size
    return [axis for axis, length in enumerate(shape) if len(shape) > 1 and size - size // length >= 3]


def _middle(values: Array, axis: int | None = None) -> Array:
    """Return a number that stands for all along an axis: of those that are the same, any would do."""
    return np.asarray(np.mean(values, axis=axis, keepdims=True))


def _line(scene: Scene, axis: int) -> str:
    """Say what one index of an axis stands for."""
    return ("row", "column")[axis] if scene.expected.ndim == 2 else f"place along axis {axis}"


def one_wrong(scene: Scene) -> Iterator[Signature]:
    """Look for a single row or column that is wrong."""
    for axis, length in enumerate(scene.expected.shape if scene.expected.ndim > 1 else ()):
        counts = np.moveaxis(scene.bad, axis, 0).reshape(length, -1).sum(axis=1)
        across = scene.bad.size // length
        if length > 2 and np.count_nonzero(counts) == 1 and counts.max() >= max(2, across // 2):
            at = int(np.argmax(counts))
            which = {0: "first", length - 1: "last"}.get(at, str(at))
            words = f"{_line(scene, axis)} {at}" if which.isdigit() else f"the {which} {_line(scene, axis)}"
            text = f"Only {words} of your {scene.name} is wrong: look at what is special there."
            yield scene.tell(f"one-wrong:{axis}:{which}", text, certain=True)


def first_only(scene: Scene) -> Iterator[Signature]:
    """Look for a first row, or entry, that is right where all others are wrong; and for one that is repeated."""
    length = scene.expected.shape[0] if scene.expected.ndim else 0
    if length < 4:
        return
    counts = scene.bad.reshape(length, -1).mean(axis=1)
    what = "entry" if scene.expected.ndim == 1 else "row"
    if counts[0] == 0 and counts[1:].min() >= 0.5 and scene.actual.min() < scene.actual.max():
        if np.array_equal(scene.actual[1:], scene.actual[:-1]):
            text = f"Every {what} of your {scene.name} repeats the first one: each sample needs its own."
            yield scene.tell("repeats-first", text, certain=True)
        else:
            text = f"Only the first {what} of your {scene.name} is right: look at what changes from sample to sample."
            yield scene.tell("first-only", text, certain=True)


def cut(scene: Scene) -> Iterator[Signature]:
    """Look for numbers cut off at a bound, and for zeros in the place of some."""
    wrong, right = scene.actual[scene.bad], scene.expected[scene.bad]
    low, high = scene.actual.min(), scene.actual.max()
    above, below = (wrong == high) & (right > high), (wrong == low) & (right < low)
    if wrong.size < 3 or wrong.size == scene.bad.size or low == high:
        return
    if (above | below).all():
        sides = [
            f"{word} {digits(bound, 4)}"
            for side, word, bound in ((below, "below", low), (above, "above", high))
            if side.any()
        ]
        identity = "clipped:" + "".join(word.split()[0] for word in sides)
        text = f"{scene.mine} is right except that nothing in it is {' or '.join(sides)}: it is clipped."
        general = f"{scene.mine} is right except that great or small numbers are cut off at a bound: it is clipped."
        yield scene.tell(identity, text, general=general, certain=True)
    elif not wrong.any():
        text = f"{scene.mine} is right but for zeros where there should be none: a part is masked out, or never filled."
        yield scene.tell("masked", text, certain=True)


def far(scene: Scene) -> Iterator[Signature]:
    """Look for rows that are wrong just where an input is far from zero."""
    length = scene.expected.shape[0] if scene.expected.ndim else 0
    bad = np.asarray(scene.bad.reshape(max(length, 1), -1).any(axis=1))
    for one in scene.inputs:
        if one.array.shape[:1] == (length,):
            reach = np.abs(one.array).reshape(length, -1).max(axis=1) > FAR
            if np.count_nonzero(bad) > 1 and not reach.all() and not bad[~reach].any() and np.mean(bad[reach]) > 0.5:
                text = (
                    f"{scene.mine} is wrong only where {one.phrase} is far from zero (beyond {FAR:.0f}): "
                    "numbers get lost in exp or log there; use a stable form."
                )
                yield scene.tell(f"far:{one.name}", text, certain=True)
