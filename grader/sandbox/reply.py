"""What comes back across the trust boundary, as plain values of the trusted side.

Nothing here was decided by the child. Arrays are exact `numpy.ndarray`s of bool, integer, float or complex dtype;
`kind`, `type` and `text` are the child's description of what it had in hand and serve only for notes to a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import numpy.typing as npt

# "array": exactly a numpy.ndarray. "subclass": numpy.matrix and the like, taken as its base array. "scalar": a Python
# or NumPy number, taken as a 0-d array. "list": a list or tuple, possibly nested, taken as an array. "tensor": a torch
# tensor. The rest has no array: "none"; "ragged": nested lists of unequal lengths; "object": anything else;
# "large": more than the sandbox lets through.
ValueKind = Literal["array", "subclass", "scalar", "list", "tensor", "none", "ragged", "object", "large"]


@dataclass(frozen=True)
class Value:
    """One named output. `array` is None when nothing numerical came back."""

    array: npt.NDArray[np.generic] | None
    kind: ValueKind = "array"
    type: str = "numpy.ndarray"
    text: str = ""


@dataclass(frozen=True)
class Frame:
    """One line of a student's traceback."""

    file: str
    line: int
    function: str
    source: str = ""


FailureKind = Literal["missing", "raised", "timed_out", "crashed", "out_of_memory", "too_much_output", "skipped"]


@dataclass(frozen=True)
class Failure:
    """Why outputs did not come back. `message` is one sentence for the student; `detail` is the exception's text."""

    kind: FailureKind
    message: str
    exception: str = ""
    detail: str = ""
    frames: tuple[Frame, ...] = ()


@dataclass(frozen=True)
class Reply:
    """All that one probe call gave: what it yielded before it ended, and why it ended early if it did."""

    outputs: Mapping[str, Value] = field(default_factory=dict)
    failure: Failure | None = None
    seconds: float = 0.0
    printed: str = ""
