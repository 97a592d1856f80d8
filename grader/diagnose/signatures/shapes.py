"""Outputs of another shape than expected: where the numbers are, and how the shape comes about.

A shape that differs is plain to see, so that few numbers are enough; where they do not fit, only the shape is told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy.typing as npt

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

_FOLDS = (("sum", np.sum), ("mean", np.mean))


def _tell(scene: Scene, identity: str, text: str, why: str) -> Signature:
    """Return a signature whose text says both shapes where they are the same in all cases."""
    shapes = f"{scene.actual.shape} for {scene.expected.shape}"
    return scene.tell(identity, f"{scene.mine} {text}, {shapes}: {why}", general=f"{scene.mine} {text}: {why}")


def leading(scene: Scene) -> Iterator[Signature]:
    """Look for right numbers behind one more leading axis, or one less."""
    came, wanted = np.shape(scene.seen.actual), np.shape(scene.seen.expected)
    if len(came) != len(wanted) and not scene.bad.any():
        what = "one more axis of length 1" if len(came) > len(wanted) else "an axis of length 1 too few"
        text = f"{scene.mine} is right but has {what} in front, {came} for {wanted}: reshape it."
        yield scene.tell("shape:leading", text, general=text.replace(f", {came} for {wanted}", ""), certain=True)


def turned_round(scene: Scene) -> Iterator[Signature]:
    """Look for a shape that is the expected one read backwards."""
    if scene.actual.shape == scene.expected.shape[::-1]:
        if scene.same(scene.actual.T, scene.expected):
            yield _tell(scene, "shape:transposed", "is transposed", "exchange its rows and columns.")
        else:
            why = "it seems transposed, but its values are others, too."
            yield _tell(scene, "shape-only:transposed", "has the expected shape turned round", why)


def rearranged(scene: Scene) -> Iterator[Signature]:
    """Look for right numbers in an array of another shape."""
    actual, expected = scene.actual, scene.expected
    if actual.size != expected.size or actual.shape == expected.shape[::-1]:
        return
    right = scene.same(actual.ravel(), expected.ravel())
    column = actual.shape == (*expected.shape, 1)
    if column:
        kind, text, why = "column", "is a column", "keepdims=True or a reshape gives it an axis too many."
    elif actual.ndim == 1:
        kind, text, why = "flat", "is flat", "an axis is lost; reshape it, or use keepdims=True."
    elif actual.squeeze().shape == expected.squeeze().shape:
        kind, text, why = "unit", "has axes of length 1 at other places", "look at keepdims and reshape."
    else:
        kind, text, why = "reshaped", "holds its numbers in another shape", "reshape it."
    if right:
        yield _tell(scene, f"shape:{kind}", f"is right, but {text}", why)
    elif column:
        yield _tell(scene, f"shape-only:{kind}", text, f"{why} Its values are wrong, too.")


def outer(scene: Scene) -> Iterator[Signature]:
    """Look for (N, N) where (N,) or (N, 1) is expected."""
    N = scene.expected.size
    if N > 1 and scene.expected.shape in {(N,), (N, 1)} and scene.actual.shape == (N, N):
        why = "an array (N, 1) meets one (N,) and both are repeated. Give both the same shape first."
        yield _tell(scene, "shape-only:outer", "has a number for every pair of samples", why)


def not_folded(scene: Scene) -> Iterator[Signature]:
    """Look for an axis over which nothing was summed or averaged, and for a result that is repeated."""
    actual, expected = scene.actual, scene.expected
    repeated = actual.ndim > expected.ndim and actual.shape[actual.ndim - expected.ndim :] == expected.shape
    if repeated and scene.same(actual, np.broadcast_to(expected, actual.shape)):
        why = "broadcasting gives it an axis too many."
        yield _tell(scene, "shape:repeated", "is the expected one, repeated", why)
        return
    for axis in _axes(actual):
        for word, fold in _FOLDS:
            if _fits(scene, fold(actual, axis=axis), expected):
                why = f"take the {word} over {_over(axis)} and it is right."
                yield _tell(scene, f"shape:not-{word}:{axis}", f"is not reduced over {_over(axis)}", why)


def folded(scene: Scene) -> Iterator[Signature]:
    """Look for an axis that was summed or averaged away, or of which only one entry was kept."""
    expected = scene.expected
    for axis in _axes(expected):
        for word, fold in _FOLDS:
            if _fits(scene, scene.actual, fold(expected, axis=axis)):
                text = f"is the {word} of the expected one over {_over(axis)}"
                yield _tell(scene, f"shape:{word}:{axis}", text, "keep that axis.")
    for at, word in ((0, "first"), (-1, "last")):
        if expected.ndim and _fits(scene, scene.actual, expected[at]):
            text = f"is only the {word} entry of the expected one"
            yield _tell(scene, f"shape:only-{word}", text, "each sample needs its own.")


def cut_short(scene: Scene) -> Iterator[Signature]:
    """Look for an entry too few or too many at an end of an axis."""
    actual, expected = scene.actual, scene.expected
    if actual.ndim != expected.ndim:
        return
    for axis, (m, n) in enumerate(zip(actual.shape, expected.shape, strict=True)):
        short, long = (actual, expected) if m < n else (expected, actual)
        for which, taken in (("first", range(abs(n - m), max(m, n))), ("last", range(min(m, n)))):
            if m != n and scene.same(short, long.take(taken, axis)):
                word, why = (
                    ("lacks", "a loop ends too early or starts too late.") if m < n else ("adds to", "leave them out.")
                )
                yield _tell(scene, f"shape:{word}:{axis}:{which}", f"{word} the {which} entries along axis {axis}", why)


def _axes(array: Array) -> list[int | None]:
    """Return the axes along which there is something to add up, and None for all of them."""
    long = [axis for axis, length in enumerate(array.shape) if length > 1]
    return [*long, None] if len(long) > 1 else [*long]


def _fits(scene: Scene, left: npt.ArrayLike, right: npt.ArrayLike) -> bool:
    """Tell whether two arrays are equal, axes of length one aside."""
    return scene.same(np.squeeze(left), np.squeeze(right))


def _over(axis: int | None) -> str:
    return "all axes" if axis is None else f"axis {axis}"
