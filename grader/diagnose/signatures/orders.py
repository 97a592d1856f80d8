"""Outputs that hold the right numbers in other places."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature


def exchanged(scene: Scene) -> Iterator[Signature]:
    """Look for two axes exchanged, in full or by a reshape."""
    expected = scene.expected
    for m, n in combinations(range(expected.ndim), 2):
        if expected.ndim == 2 and scene.explains(expected.T):
            yield scene.tell("transposed", f"{scene.mine} is transposed: exchange its rows and columns.")
        elif expected.ndim > 2 and scene.explains(expected.swapaxes(m, n)):
            yield scene.tell(f"swapped:{m},{n}", f"{scene.mine} has its axes {m} and {n} exchanged.")
    if expected.ndim > 1 and any(scene.explains(order) for order in _reshaped(expected)):
        text = f"{scene.mine} has the right numbers in another order: it is reshaped where it should be transposed."
        yield scene.tell("reshaped", text)


def _reshaped(expected: Array) -> tuple[Array, Array]:
    """Return what a reshape gives where a transpose is meant."""
    shape = expected.shape
    return expected.T.reshape(shape), expected.reshape(shape[::-1]).T


def turned(scene: Scene) -> Iterator[Signature]:
    """Look for the order of an axis turned round."""
    for axis in range(scene.expected.ndim):
        if scene.explains(np.flip(scene.expected, axis)):
            text = f"{scene.mine} has {entries(scene, axis)} in reversed order."
            yield scene.tell(f"reversed:{axis}", text)


def shifted(scene: Scene) -> Iterator[Signature]:
    """Look for entries that stand one place too early or too late, whatever stands at the end left free."""
    for axis, length in enumerate(scene.expected.shape):
        for by, words in ((1, "one place too late"), (-1, "one place too early")):
            if length > 3 and scene.explains(_with_ends(scene, np.roll(scene.expected, by, axis), axis, by)):
                text = f"{scene.mine} has {entries(scene, axis)} {words}: an index is off by one."
                yield scene.tell(f"shifted:{axis}:{by}", text)


def _with_ends(scene: Scene, rolled: Array, axis: int, by: int) -> Array:
    """Return `rolled` with what really stands at the end where a shift brings in something else."""
    end = (slice(None),) * axis + (0 if by == 1 else -1,)
    rolled[end] = scene.actual[end]
    return rolled


def entries(scene: Scene, axis: int) -> str:
    """Say what lies along an axis: entries, rows or columns."""
    ndim = scene.expected.ndim
    if ndim > 2:
        return f"the entries along axis {axis}"
    return "its entries" if ndim == 1 else ("its rows" if axis == 0 else "its columns")


def cumulative(scene: Scene) -> Iterator[Signature]:
    """Look for running totals."""
    for axis, length in enumerate(scene.expected.shape):
        if length > 2 and scene.explains(np.cumsum(scene.expected, axis)):
            text = f"{scene.mine} is the running total of the expected one: a sum is never set back to zero."
            yield scene.tell(f"cumulative:{axis}", text)
