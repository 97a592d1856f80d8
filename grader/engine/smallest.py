"""The smallest counterexample: the first rung of a ladder of tiny cases on which a failed check fails as well.

A ladder and what the reference gives on it were made by `grade regenerate`, so no reference runs here, and a student's
own pre-check finds what the grader finds. Who calls decides how many calls it may cost (`ask`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.engine import judge, plan
from grader.expected import Expected
from grader.preview import preview
from grader.rubric import Differentiates, Matches
from grader.score import Counterexample
from grader.values import digits

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.expected import Array, ExpectedCase
    from grader.rubric import Check
    from grader.sandbox.reply import Failure, Reply, Value
    from grader.score import CheckResult

    Ask = Callable[[str, Mapping[str, Any]], Reply | None]

MAX_ENTRIES = 64  # of an array that is shown whole; every expected one of a tiny case is smaller
MAX_TEXT = 200  # of what an exception or a type says of itself
FIGURES = 6


@dataclass(frozen=True)
class Found:
    """A rung on which the check fails. It is `plain` when numbers came out that can be held against the expected."""

    rung: Counterexample
    plain: bool = False
    last: bool = False  # a call that ran into a limit is not made again on other numbers


def smallest(check: Check, expected: Expected, ask: Ask) -> Counterexample | None:
    """Go up the ladder of a failed check's probe; return the first rung on which it fails, or None.

    `ask(probe, inputs)` makes one call, and gives None when no more is to be made. A rung on which numbers come out is
    preferred to one on which none do. A gradient is held against the reference's. Other checks have no counterexample.
    """
    compared = _as_comparison(check)
    found: Found | None = None
    for rung in expected.tiny(compared.probes[0], compared.cases) if compared else ():
        reply = ask(rung.probe, rung.inputs)
        if reply is None or compared is None:
            break
        here = _on(rung, compared, reply)
        found = here if here and (here.plain or found is None) else found
        if found and (found.plain or found.last):
            break
    return found.rung if found else None


def _as_comparison(check: Check) -> Matches | None:
    if isinstance(check, Differentiates):
        gradients = tuple(check.wrt.values())
        probe, tolerance = check.probes[0], check.tolerance
        return Matches(check.id, probe=probe, cases=check.cases, outputs=gradients, tolerance=tolerance)
    return check if isinstance(check, Matches) else None


def _on(rung: ExpectedCase, check: Matches, reply: Reply) -> Found | None:
    """Judge the check on one rung as on a case of its own; return None where it passes, or was never run."""
    alone, key = Expected([replace(rung, tiny=False)]), plan.case_key(rung.probe, rung.name)
    result = judge.judge(replace(check, cases=()), alone, {key: reply})
    names = [name for name in rung.outputs if judge.selected(name, check.outputs)]
    if result.verdict in ("passed", "skipped"):
        return None
    if result.mismatch is not None:
        output = result.mismatch.output
        value, known = reply.outputs.get(output), rung.outputs[output]
        plain = _is_small(value) and result.mismatch.kind != "nonfinite"
        return Found(_shown(rung, result, output, _apart(value, known, check.tolerance.atol)), plain)
    if reply.failure is None or result.verdict == "wrong":
        return Found(_shown(rung, result, *_longer(names, reply)))
    output = next(name for name in names if name not in reply.outputs)
    texts = _ended(reply.failure), written(rung.outputs[output])
    return Found(_shown(rung, result, output, texts), last=reply.failure.kind in judge.RESOURCES)


def _shown(rung: ExpectedCase, result: CheckResult, output: str, texts: tuple[str, str]) -> Counterexample:
    inputs = {name: written(value) for name, value in rung.inputs.items()}
    return Counterexample(rung.name, inputs, output, *texts, result.feedback)


def _is_small(value: Value | None) -> bool:
    return value is not None and value.array is not None and value.array.size <= MAX_ENTRIES


def _longer(names: Sequence[str], reply: Reply) -> tuple[str, tuple[str, str]]:
    """Return the list that came back with too many entries, and how many there are and should be."""
    for name in dict.fromkeys(name.partition("[")[0] for name in names if name.endswith("]")):
        counts = [sum(key.startswith(f"{name}[") for key in keys) for keys in (reply.outputs, names)]
        if counts[0] > counts[1]:
            return name, (f"{counts[0]} entries", f"{counts[1]} entries")
    return "", ("", "")


def _ended(failure: Failure) -> str:
    """Say how a call ended that gave no value."""
    if failure.kind != "raised" or not failure.exception:
        return failure.message[:MAX_TEXT]
    return f"raised {failure.exception}: {failure.detail}"[:MAX_TEXT]


def _apart(value: Value | None, known: Array, atol: float) -> tuple[str, str]:
    """Write what came out and what should have, with as many digits as it takes to tell them apart.

    What the check could not tell from zero is written as zero.
    """
    if value is None or value.array is None:
        return _described(value), written(known)
    pairs = [(_without_dust(value.array, atol), _without_dust(known, atol)), (value.array, known)]
    for arrays, figures in [(pairs[0], FIGURES), *((pairs[1], figures) for figures in range(FIGURES, 18))]:
        texts = written(arrays[0], figures), written(arrays[1], figures)
        if texts[0] != texts[1]:
            break
    return texts


def _without_dust(array: Array, atol: float) -> Array:
    with np.errstate(all="ignore"):
        return np.where(np.abs(array) <= atol, array.dtype.type(0), array) if array.dtype.kind in "fc" else array


def _described(value: Value | None) -> str:
    if value is None:
        return "nothing"
    name = value.type.removeprefix("builtins.")[:MAX_TEXT]
    return "None" if value.kind == "none" else "".join(letter if letter.isprintable() else "?" for letter in name)


def written(value: Any, figures: int = FIGURES) -> str:
    """Write a value as a student can copy it: `[[1, -2], [0.5, 3]]`; an array that is not tiny in a few words."""
    if isinstance(value, np.ndarray):
        if not 0 < value.size <= MAX_ENTRIES:
            return preview(value) if value.size else f"array of shape {value.shape}"
        return written(value.tolist(), figures)
    if isinstance(value, list | tuple):
        return f"[{', '.join(written(item, figures) for item in value)}]"
    if isinstance(value, int | float | complex | np.number):
        return digits(value, figures).removeprefix("-") if value == 0 else digits(value, figures)
    return preview(value)
