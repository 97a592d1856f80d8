"""Outputs that are right but for an array of the case that was left out, or that is in it once too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Signature


def summands(scene: Scene) -> Iterator[Signature]:
    """Look for an array that should have been added, or subtracted."""
    for name, phrase, array in scene.fitting:
        expected = scene.expected
        if scene.matches(lambda e, x: e - x, expected, array):
            yield scene.tell(f"less:{name}", f"{scene.mine} is short of {phrase}: add it and it is right.")
        elif scene.matches(lambda e, x: e + x, expected, array):
            yield scene.tell(f"more:{name}", f"{scene.mine} is too great by {phrase}: subtract it and it is right.")
        elif scene.matches(lambda e, x: e + 2 * x, expected, array):
            yield scene.tell(f"opposite:plus:{name}", f"{scene.mine} adds {phrase} where it should be subtracted.")
        elif scene.matches(lambda e, x: e - 2 * x, expected, array):
            yield scene.tell(f"opposite:minus:{name}", f"{scene.mine} subtracts {phrase} where it should be added.")


def multipliers(scene: Scene) -> Iterator[Signature]:
    """Look for an array that should have scaled the output, entry by entry, or should not."""
    for name, phrase, array in scene.fitting:
        if array.max() == array.min():
            continue
        if scene.matches(lambda e, x: e / x, scene.expected, array):
            text = f"{scene.mine} lacks the factor {phrase}: multiply by it and it is right."
            yield scene.tell(f"factor-missing:{name}", text)
        elif scene.matches(lambda e, x: e * x, scene.expected, array):
            text = f"{scene.mine} has the factor {phrase} once too often: divide by it and it is right."
            yield scene.tell(f"factor-twice:{name}", text)
