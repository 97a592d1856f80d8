"""Put into a student's words what came back, and numbers into digits.

What a child says about its own values (`Value.type`) is a stranger's text: it is cut short, made printable,
and decides nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from grader.sandbox.reply import Value
    from grader.score import Number

Array = npt.NDArray[Any]

_UNCALLED = ("function", "method", "builtin_function_or_method", "method-wrapper", "type")
_NO_ARRAY = {
    "none": "is None: is a `return` missing, or was it never set?",
    "ragged": "is {a_type} whose rows differ in length; an array is expected.",
    "large": "is too large to be right; is its shape as expected?",
}
_TAKEN_AS_ARRAY = ("list", "subclass")


class Fault(NamedTuple):
    """Why a value cannot be judged, in a sentence or two."""

    kind: Literal["missing", "type", "shape"]
    text: str


def quoted(name: str) -> str:
    """Return the name of an output as a sentence takes it: one may be a word of the sentence's own, such as "again"."""
    return f"`{name}`"


def numbers(name: str, value: Value | None) -> Array | Fault:
    """Return the array of `value`, of bool, integer, float or complex dtype, or why there is none."""
    if value is None:
        return Fault("missing", f"{quoted(name)} was not returned.")
    array = value.array
    if array is None or value.kind in _NO_ARRAY:
        called_for = "are its parentheses missing?" if _bare_type(value) in _UNCALLED else "an array is expected."
        text = _NO_ARRAY.get(value.kind, "is {a_type}; " + called_for)
        return Fault("type", f"{quoted(name)} {text.format(a_type=_a_type(value))}")
    if array.dtype.kind not in "biufc":
        return Fault("type", f"{quoted(name)} has dtype {array.dtype.name}; numbers are expected.")
    return array


def real(name: str, value: Value | None) -> npt.NDArray[np.float64] | Fault:
    """Return the numbers of `value` as float64, or why there are none."""
    array = numbers(name, value)
    if isinstance(array, Fault):
        return array
    if array.dtype.kind == "c":
        if array.imag.any():
            return Fault("type", f"{quoted(name)} holds complex numbers; real ones are expected.")
        array = array.real
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


def taken_as(name: str, value: Value | None) -> tuple[str, ...]:
    """Note that `value` is no plain array but was taken as one.

    Arrays and single numbers need no note; nor do tensors, which there are only where an assignment works with them.
    """
    if value is None or value.kind not in _TAKEN_AS_ARRAY:
        return ()
    return (f"{quoted(name)} is {_a_type(value)}; taken as an array.",)


def without_unit_axes(shape: tuple[int, ...]) -> tuple[int, ...]:
    """Drop leading axes of length one: (1, 4) and (4,) become the same."""
    while shape and shape[0] == 1:
        shape = shape[1:]
    return shape


def digits(value: Any, figures: int = 6) -> str:
    """Write a NumPy or Python number for a reader, floats with `figures` significant digits."""
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return str(value)
    if isinstance(value, complex | np.complexfloating):
        return f"{complex(value):.{figures}g}"
    return f"{float(value):.{figures}g}"


def distinct(left: Any, right: Any, figures: int = 6) -> tuple[str, str]:
    """Write two numbers with just as many digits as it takes to tell them apart."""
    for count in range(figures, 18):
        written = digits(left, count), digits(right, count)
        if written[0] != written[1] or left == right:
            return written
    return str(left), str(right)  # a difference that only a long double can hold


def at(index: tuple[int, ...]) -> str:
    """Write where in an array an entry stands, as a student would index it."""
    return f"[{', '.join(str(i) for i in index)}]"


def number(value: Any) -> Number:
    """Return a number in the form that JSON can hold: text when it is not finite or not real."""
    if isinstance(value, complex | np.complexfloating):
        return digits(value, 17)
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return int(value)
    return float(value) if math.isfinite(float(value)) else digits(value)


def _bare_type(value: Value) -> str:
    return value.type.removeprefix("builtins.")


def _a_type(value: Value) -> str:
    name = "".join(letter if letter.isprintable() else "?" for letter in _bare_type(value)[:60]) or "object"
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
