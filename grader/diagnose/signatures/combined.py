"""Outputs that are right but for an array of the case that was left out, or that is in it once too often."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Array, Signature

# What came, of the expected output e and an array x, and what that says.
_FORMS: tuple[tuple[str, Callable[[Array, Array], Array], str], ...] = (
    ("less", np.subtract, "is short of {}: add it and it is right."),
    ("more", np.add, "is too great by {}: subtract it and it is right."),
    ("opposite:plus", lambda e, x: e + 2 * x, "adds {} where it should be subtracted."),
    ("opposite:minus", lambda e, x: e - 2 * x, "subtracts {} where it should be added."),
    ("factor-missing", np.divide, "lacks a factor: times {} it is right."),
    ("factor-twice", np.multiply, "has a factor too many: divided by {} it is right."),
)


def combined(scene: Scene) -> Iterator[Signature]:
    """Look for an array that should have been added, subtracted or multiplied by, or should not."""
    for identity, form, text in _FORMS:
        for one in scene.among(form, scene.fitting):
            if not identity.startswith("factor") or one.array.min() < one.array.max():
                yield scene.tell(f"{identity}:{one.name}", f"{scene.mine} {text.format(one.phrase)}")
