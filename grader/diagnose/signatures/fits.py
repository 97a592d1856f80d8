"""Outputs with a regular error: one number, one factor or one line (a factor and a number), in all or along an axis."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader.diagnose.signatures.scene import varied
from grader.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature


class Fit(NamedTuple):
    """What comes nearest to the actual output: expected + number, expected * factor, expected * slope + intercept."""

    shifted: Array
    scaled: Array
    slope: Array
    line: Array

    @property
    def candidates(self) -> tuple[Array, Array, Array]:
        """Return the three arrays that may explain the output."""
        return self.shifted, self.scaled, self.line


def fit(scene: Scene, axis: int | None = None) -> Fit:
    """Fit by least squares, along an axis or over all entries."""
    actual, expected = scene.actual, scene.expected
    low, high = expected.mean(axis, keepdims=True), actual.mean(axis, keepdims=True)
    slope = _slope(expected - low, actual - high, axis)
    return Fit(expected + high - low, expected * _slope(expected, actual, axis), slope, high + slope * (expected - low))


def _slope(x: Array, y: Array, axis: int | None) -> Array:
    return np.asarray(np.nan_to_num((x * y).sum(axis, keepdims=True) / (x * x).sum(axis, keepdims=True)))


def everywhere(scene: Scene) -> Iterator[Signature]:
    """Look for a constant error, and for one factor and one number."""
    if scene.lone is not None or not varied(scene.expected):
        return
    found = fit(scene)
    if scene.explains(found.shifted):
        number = digits(float(np.mean(scene.actual - scene.expected)), 4)
        text = f"{scene.mine} is off by {{}} everywhere: something is added that should not be, or is left out."
        yield scene.tell("offset", text.format(number), general=text.format("one number"))
    elif scene.bad.size > 4 and found.slope.all() and scene.explains(found.line) and not scene.explains(found.scaled):
        yield _on_a_line(scene, float(found.slope.ravel()[0]))


def _on_a_line(scene: Scene, slope: float) -> Signature:
    N = next((size.number for size in scene.sizes if size.symbol == "N"), 0)
    if N > 1 and abs(slope - N / (N - 1)) < 1e-3 / N:
        text = f"Apart from a constant, your {scene.name} is N/(N - 1) times the expected one, N being the batch size: "
        return scene.tell("unbiased", f"{text}a variance is divided by N where N - 1 is meant, or the other way round.")
    text = f"{scene.mine} is the expected one times a number, plus another: a scale or a shift is different."
    return scene.tell("line", text)


def along(scene: Scene) -> Iterator[Signature]:
    """Look for a number, a factor or a line for each row or each column."""
    of_all = fit(scene)
    if scene.expected.ndim < 2 or any(map(scene.explains, of_all.candidates)):
        return
    for axis in range(scene.expected.ndim):
        if np.count_nonzero(scene.expected) - np.count_nonzero(scene.expected.any(axis)) >= 3:
            yield from _along(scene, axis, fit(scene, axis))


def _along(scene: Scene, axis: int, found: Fit) -> Iterator[Signature]:
    rows, columns = f"place along axis {axis}", f"line along axis {axis}"
    if scene.expected.ndim == 2:
        rows, columns = ("row", "column") if axis == 0 else ("column", "row")
    own = f"Each {columns} of your {scene.name} is the expected one times a number"
    if scene.explains(found.shifted):
        text = f"The error in your {scene.name} is the same in every {rows}: a term is left out, or there twice."
        yield scene.tell(f"same-error:{axis}", text)
    elif scene.explains(found.scaled):
        yield scene.tell(f"own-factor:{axis}", f"{own} of its own.")
    elif scene.expected.shape[axis] > 3 and found.slope.all() and scene.explains(found.line):
        yield scene.tell(f"own-line:{axis}", f"{own}, plus another number: a scale or a shift is different.")
