"""By what a wrong reply to a hidden case is known again: a hash of all that came back, bit for bit.

`grade similar` looks for the same one in others' results. What many write who have nothing in common tells nothing and
gets no hash: no number at all, the same number everywhere, the input handed back.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.expected import Array, ExpectedCase
    from grader.sandbox.reply import Reply
    from grader.score import CaseResult

DIGITS = 16  # 64 bits: a coincidence among a million replies is one in ten million


def of_wrong(judged: CaseResult, case: ExpectedCase, reply: Reply) -> str:
    """Return the hash of a reply that a check found wrong on a hidden case; else nothing."""
    if judged.verdict != "wrong" or case.visibility != "hidden" or judged.mismatch is None:
        return ""
    arrays = {name: value.array for name, value in reply.outputs.items() if value.array is not None}
    name = judged.mismatch.output
    # A rule names no output: it is about all of them.
    wrong = [arrays.get(name)] if name in reply.outputs else list(arrays.values())
    inputs = [value for value in case.inputs.values() if isinstance(value, np.ndarray)]
    if not any(array is not None and _tells(array, inputs) for array in wrong):
        return ""
    return _hash(arrays)


def _hash(arrays: dict[str, Array]) -> str:
    total = hashlib.sha256()
    for name, array in sorted(arrays.items()):
        total.update(f"{len(name)}:{name} {array.dtype.str} {array.shape} ".encode(errors="replace"))
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()[:DIGITS]


def _tells(array: Array, inputs: Iterable[Array]) -> bool:
    """Tell whether an array holds numbers that were computed, as far as a look at them shows."""
    if not array.size or array.dtype.kind not in "iufc" or not np.isfinite(array).any():
        return False
    flat = array.reshape(-1)
    if np.all(flat == flat[0]) and (array.size > 1 or flat[0] == np.round(flat[0])):
        return False
    return not any(array.shape == given.shape and np.array_equal(array, given) for given in inputs)
