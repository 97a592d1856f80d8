"""Figures and words that the printers of an audit share."""

from __future__ import annotations

import math

# What stands in a cell of the matrix: a letter for how a check was lost; an empty cell was passed.
LETTERS = {
    "wrong": "W",
    "consistent": "C",
    "raised": "R",
    "missing": "M",
    "timed_out": "T",
    "crashed": "X",
    "out_of_memory": "O",
    "too_much_output": "P",
    "skipped": "S",
    "grader_error": "E",
}
STUBS = {
    "blank": "the starter code as it is handed out",
    "none": "functions that return None",
    "nan": "functions that return NaN",
    "zeros": "functions that return zeros",
    "input": "functions that return their first argument",
    "raises": "functions that raise an exception",
    "hangs": "functions that never end",
}


def share(ratio: float | None) -> str:
    """Say an error / allowed with two digits; a dash where there is none."""
    if ratio is None:
        return "-"
    if math.isinf(ratio):
        return "infinite"
    return "0" if ratio == 0 else f"{ratio:.1e}" if ratio < 0.01 or ratio >= 1e4 else f"{ratio:.2g}"


def seconds(value: float) -> str:
    """Say a time in milliseconds below one second."""
    return f"{value * 1000:.0f} ms" if value < 1 else f"{value:.1f} s"


def counted(number: int, one: str, more: str = "") -> str:
    """Say a number with its noun."""
    return f"{number} {one if number == 1 else more or one + 's'}"
