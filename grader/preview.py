"""Show an input in a few words: small arrays whole, large ones by shape and first values."""

from __future__ import annotations

from typing import Any

import numpy as np

MAX_ENTRIES = 24


def preview(value: Any) -> str:
    """Return a short text for a case's input."""
    if isinstance(value, np.ndarray):
        return _array(value)
    if isinstance(value, list) and any(isinstance(item, np.ndarray) for item in value):
        return "[" + ", ".join(f"array {item.shape}" for item in value) + "]"
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."


def _array(value: np.ndarray[Any, Any]) -> str:
    if value.size <= MAX_ENTRIES:
        return np.array2string(value, precision=6, separator=", ", suppress_small=True)
    first = np.array2string(value.ravel()[:4], precision=4, separator=", ")[1:-1]
    return f"array of shape {value.shape}: {first}, ..."
