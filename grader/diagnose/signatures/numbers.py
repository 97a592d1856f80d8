"""Outputs whose numbers give them away, whatever they should be: zeros, NaN, too few digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.diagnose.signatures.places import FAR
from grader.diagnose.signatures.scene import whole
from grader.values import digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature


def not_finite(scene: Scene) -> Iterator[Signature]:
    """Look for NaN and infinities where finite numbers belong."""
    lost = ~np.isfinite(scene.actual)
    if not lost.any() or (not scene.misshapen and not (lost & np.isfinite(scene.expected)).any()):
        return
    found = " and ".join(word for word, test in (("NaN", np.isnan), ("inf", np.isinf)) if test(scene.actual).any())
    reach = max((float(np.abs(one.array).max()) for one in scene.inputs), default=0.0)
    if reach > FAR:
        size = f"reach {digits(reach, 4)}"
        text = (
            f"{scene.mine} holds {found}, and the inputs {size}: exp overflows there, or log meets 0. Subtract the "
            "greatest of each row first (the log-sum-exp trick), or take a stable form."
        )
        yield scene.tell("overflow", text, general=text.replace(size, "are far from zero"), certain=True)
    elif np.isnan(scene.actual).all():
        text = f"{scene.mine} is NaN throughout: look for 0/0, inf - inf, or an array that is never set."
        yield scene.tell("all-nan", text, certain=True)
    else:
        text = f"{scene.mine} holds {found}: look for a division by 0, or the log of 0."
        yield scene.tell("nonfinite", text, certain=True)


def repeated(scene: Scene) -> Iterator[Signature]:
    """Look for zeros throughout, for one number throughout, and for one row again and again."""
    actual = scene.actual
    if not actual.any():
        throughout = " throughout" if actual.size > 1 else ""
        text = f"{scene.mine} is 0{throughout}: it is never filled, or it is multiplied by 0."
        yield scene.tell("zeros", text, certain=True)
    elif scene.blank and actual.size > 2:
        number = digits(actual.ravel()[0], 4)
        text = f"{scene.mine} is {{}} throughout, where the expected numbers differ."
        yield scene.tell("constant", text.format(number), general=text.format("one number"), certain=True)
    elif actual.ndim > 1 and actual.shape[1] > 1 and len(actual) > 2 and _is_one_row(actual, scene.expected):
        text = f"All rows of your {scene.name} are the same, where the expected ones differ: each needs its own."
        yield scene.tell("repeats", text, certain=True)


def _is_one_row(actual: Array, expected: Array) -> bool:
    return np.array_equal(actual[1:], actual[:-1]) and not np.array_equal(expected[1:], expected[:-1])


def precision(scene: Scene) -> Iterator[Signature]:
    """Look for numbers that carry no more digits than float32 or float16, and are right as far as these go."""
    for name, dtype, room in (("float16", np.float16, 2e-2), ("float32", np.float32, 1e-4)):
        size = np.abs(scene.expected)
        held = np.array_equal(scene.actual.astype(dtype).astype(np.float64), scene.actual)
        if held and np.all(scene.error <= room * np.maximum(size, size.mean())) and not whole(scene.actual[scene.bad]):
            text = f"{scene.mine} is computed in {name}, which rounds more than is allowed: use float64 throughout."
            yield scene.tell(name, text)
            return


def rounded(scene: Scene) -> Iterator[Signature]:
    """Look for whole numbers, and for fewer decimals than expected."""
    if whole(scene.expected) or not (scene.actual.any() or scene.seen.actual.dtype.kind in "biu"):
        return
    tests = (
        ("truncated", np.trunc, "cut off to whole numbers"),
        ("truncated:down", np.floor, "rounded down"),
        ("rounded", np.rint, "rounded"),
    )
    for name, function, what in tests if whole(scene.actual) else ():
        if np.array_equal(function(scene.expected), scene.actual):
            text = f"{scene.mine} is {what}: an integer array, int() or // does that."
            yield scene.tell(name, text)
            return
    for decimals in range(1, 8):
        if scene.matches(lambda e, decimals=decimals: np.asarray(np.round(e, decimals)), scene.expected):
            text = f"{scene.mine} is rounded to {decimals} decimals: give all of them."
            yield scene.tell(f"rounded-to:{decimals}", text)
            return
