"""Put into a student's words what came back, and numbers into digits.

What a child says about its own values (`Value.type`) is a stranger's text: it is cut short, made printable,
and decides nothing.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from grader.sandbox.reply import Value
    from grader.score import Number

_UNCALLED = ("function", "method", "builtin_function_or_method", "method-wrapper", "type")
_NO_ARRAY = {
    "none": "is None: is a `return` missing, or was it never set?",
    "ragged": "is {a_type} whose rows differ in length; an array is expected.",
    "large": "is too large to be right; is its shape as expected?",
}
_TAKEN_AS_ARRAY = ("list", "tensor", "subclass")


class Fault(NamedTuple):
    """Why a value cannot be judged, as one sentence."""

    kind: Literal["missing", "type"]
    text: str


def fault(name: str, value: Value | None) -> Fault | None:
    """Say why `value` holds no numbers to judge; None when it does."""
    if value is None:
        return Fault("missing", f"{name} was not returned.")
    text = _NO_ARRAY.get(value.kind, "")
    if not text and value.array is None:
        uncalled = value.type.removeprefix("builtins.") in _UNCALLED
        text = "is {a_type}; " + ("are its parentheses missing?" if uncalled else "an array is expected.")
    if not text and value.array is not None and value.array.dtype.kind not in "biufc":
        text = f"has dtype {value.array.dtype.name}; numbers are expected."
    return Fault("type", f"{name} {text.format(a_type=_a_type(value))}") if text else None


def taken_as(name: str, value: Value) -> tuple[str, ...]:
    """Note that `value` is no plain array but was taken as one; arrays and single numbers need no note."""
    if value.kind in _TAKEN_AS_ARRAY:
        return (f"{name} is {_a_type(value)}; taken as an array.",)
    return ()


def real(name: str, value: Value | None) -> npt.NDArray[np.float64] | str:
    """Return the numbers of `value` as float64, or the sentence that says why there are none."""
    problem = fault(name, value)
    if problem is not None or value is None or value.array is None:
        return problem.text if problem else ""
    array = value.array
    if array.dtype.kind == "c":
        if array.imag.any():
            return f"{name} holds complex numbers; real ones are expected."
        array = array.real
    with np.errstate(all="ignore"):
        return array.astype(np.float64)


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


def number(value: Any) -> Number:
    """Return a number in the form that JSON can hold: text when it is not finite or not real."""
    if isinstance(value, complex | np.complexfloating):
        return digits(value, 17)
    plain: int | float = value.item() if isinstance(value, np.integer | np.bool_) else value
    if isinstance(plain, int):
        return int(plain)
    return float(plain) if math.isfinite(float(plain)) else digits(plain)


def _a_type(value: Value) -> str:
    name = value.type.removeprefix("builtins.")
    name = "".join(letter if letter.isprintable() else "?" for letter in name[:60]) or "object"
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
