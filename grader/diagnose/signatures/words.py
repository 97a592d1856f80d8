"""The words of signatures: what is observed, what is said of it, and in which order.

A signature is a relation between a wrong output and what is known of its case that would be a strange coincidence in
any other than one way. Its text says what was observed first, then what that usually means.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.rubric import Tolerance

Array = npt.NDArray[Any]

# Families of signatures, the most telling first. The family of an id is what stands before its first colon.
ORDER = (
    "in-place",
    "overflow",
    "all-nan",
    "nonfinite",
    "float32",
    "float16",
    "truncated",
    "rounded",
    "zeros",
    "constant",
    "repeats",
    "previous",
    "accumulated",
    "sign",
    "transposed",
    "swapped",
    "reversed",
    "shifted",
    "reshaped",
    "input",
    "minus-input",
    "transposed-input",
    "other",
    "axis",
    "reduction",
    "slope-argument",
    "slope-missing",
    "slope-twice",
    "less",
    "more",
    "opposite",
    "factor",
    "function",
    "undone",
    "cumulative",
    "factor-missing",
    "factor-twice",
    "rounded-to",
    "clipped",
    "masked",
    "unmasked",
    "first-only",
    "one-wrong",
    "far",
    "unbiased",
    "offset",
    "shape",
    "same-error",
    "own-factor",
    "dimension",
    "multiple",
    "line",
    "own-line",
    "shape-only",
)
_RANK = {family: rank for rank, family in enumerate(ORDER)}


@dataclass(frozen=True)
class Observation:
    """One output of one failing case: what came, what should have come, and what else is known of the case.

    `actual` may have any plain numerical dtype and any shape. `others` and `own` are the other outputs of the case by
    name, as expected and as they came; `previous` is (actual, expected) of the same output in the case before.
    """

    output: str
    actual: Array
    expected: Array
    tolerance: Tolerance
    inputs: Mapping[str, Any]
    others: Mapping[str, Array]
    own: Mapping[str, Array]
    previous: tuple[Array, Array] | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """One thing that holds of a wrong output: `id` says which, with which meaning, `text` says it to a student.

    `general` is the text without the numbers of this case, for use where they differ between cases. `reading` is the
    part of the texts that says what a number is; other signatures of the same family may read it otherwise. `lone`
    tells that this case alone is no evidence, by a number that differs between cases that differ.
    """

    id: str
    text: str
    rank: int
    output: str = ""
    general: str = ""
    reading: str = ""
    lone: float | None = None

    @property
    def family(self) -> str:
        """Return the part of the id that signatures share which are readings of one observation."""
        return self.id.partition(":")[0]


def rank(identity: str) -> int:
    """Return the place of an id's family among all: the lower, the more telling."""
    return _RANK[identity.partition(":")[0]]


def called(output: str) -> str:
    """Return an output's name as it is said to a student; what a function returned has none."""
    return "result" if output == "returned" else f"`{output}`"
