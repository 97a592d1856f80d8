"""Outputs that are a constant multiple of what is expected, and what the constant may be."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.diagnose.signatures.arrays import Size
    from grader.diagnose.signatures.scene import Scene
    from grader.diagnose.signatures.words import Signature

# Single numbers among the inputs whose names are the field's; any other is called by its name.
_SCALARS = (
    (re.compile(r"lr|eta|learning_?rate|step_?size"), "the learning rate"),
    (re.compile(r"momentum|mu"), "the momentum"),
    (re.compile(r"eps|epsilon"), "eps"),
    (re.compile(r"weight_?decay|decay|l2|reg|lam|lambda_"), "the weight decay"),
    (re.compile(r"batch_?size"), "the batch size"),
)
_TIMES, _PART, _DIVIDED = "{} times the expected one", "1/{} of the expected one", "the expected one divided by {}"


class Reading(NamedTuple):
    """One meaning of a factor: `{}` of `amount` is the number, or `letter` where it differs between cases."""

    id: str
    value: float
    amount: str
    advice: str
    letter: str = ""
    number: str = ""
    meaning: str = ""


def factors(scene: Scene) -> Iterator[Signature]:
    """Yield the readings of a constant factor, and the factor as a plain number."""
    factor = _factor(scene)
    if factor is None:
        return
    if _equal(scene, -factor, 1.0):
        yield scene.tell("sign", f"{scene.mine} has the opposite sign: a minus is missing, or there is one too many.")
        return
    for reading in _readings(scene):
        if _equal(scene, abs(factor), reading.value):
            yield _named(scene, reading, factor < 0)
    if scene.lone is None:
        text = f"{scene.mine} is the expected one times {{}}: a constant factor is missing, or there is one too many."
        yield scene.tell(
            "multiple", text.format(f"{factor:.4g}"), general=text.format("a constant, another in each case")
        )


def _factor(scene: Scene) -> float | None:
    """Return the factor between what came and what is expected, if there is one."""
    largest = np.unravel_index(int(np.argmax(np.abs(scene.expected))), scene.expected.shape)
    factor = float(scene.actual[largest] / scene.expected[largest])
    if not math.isfinite(factor) or factor == 0 or not scene.explains(scene.expected * factor):
        return None
    return factor


def _equal(scene: Scene, factor: float, value: float) -> bool:
    """Tell whether a factor is this number, and nearer to it than to 1 by far."""
    return abs(factor - value) <= min(max(10 * scene.tolerance.rtol, 1e-9) * abs(value), abs(factor - 1) / 100)


def _named(scene: Scene, reading: Reading, negative: bool) -> Signature:
    start = f"{scene.mine} {'has the opposite sign and ' if negative else ''}is {reading.amount}"
    family, _, symbol = reading.id.partition(":")
    identity = f"{family}:{'-' if negative else ''}{symbol}"
    if not reading.meaning:
        return scene.tell(identity, f"{start}: {reading.advice}")
    of_case = f"{start.format(reading.number)}, and {reading.number} is {reading.meaning}"
    in_general = f"{start.format(reading.letter)}, {reading.letter} being {reading.meaning}"
    if reading.letter == reading.meaning:
        in_general = start.format(reading.letter)
    return scene.tell(
        identity,
        f"{of_case}: {reading.advice}",
        general=f"{in_general}: {reading.advice}",
        reading=reading.meaning if family == "factor" else "",
    )


def _readings(scene: Scene) -> Iterator[Reading]:
    for size in scene.sizes:
        yield from _of_size("factor", size)
    yield from _unbiased(scene)
    yield from _of_scalars(scene)
    yield from _PLAIN
    for size in scene.dimensions:
        yield from _of_size("dimension", size)
    for family, sizes in (("factor", scene.sizes[1:]), ("dimension", scene.dimensions)):
        for size in (size for size in sizes if size.symbol != "NK" and "*" not in size.symbol):
            yield from (reading for N in scene.sizes[:1] for reading in _exchanged(family, N, size))


def _of_size(family: str, size: Size) -> Iterator[Reading]:
    letter, length, meaning = size
    what = (letter, str(length), meaning)
    yield Reading(f"{family}:{letter}", length, _TIMES, "divide by it once.", *what)
    yield Reading(f"{family}:1/{letter}", 1 / length, _PART, "it is divided by once too often.", *what)


def _exchanged(family: str, N: Size, size: Size) -> Iterator[Reading]:
    """Yield what comes of another length in the place of N."""
    times, advice = "{}/{} times the expected one", "perhaps it is divided by {} where {} is meant."
    for m, n in ((N, size), (size, N)):
        yield Reading(
            f"{family}:{m.symbol}/{n.symbol}",
            m.number / n.number,
            times.format(m.symbol, n.symbol),
            advice.format(n.meaning, m.meaning),
        )


def _unbiased(scene: Scene) -> Iterator[Reading]:
    """Yield what comes of N - 1 in the place of N: in a variance, and in a standard deviation."""
    advice = "a variance is divided by N where N - 1 is meant, or the other way round."
    for N in (size.number for size in scene.sizes[:1] if size.number > 1):
        for of, power in (("{}", 1.0), ("sqrt({})", 0.5)):
            for fraction, value in (("N/(N - 1)", N / (N - 1)), ("(N - 1)/N", (N - 1) / N)):
                times = of.format(fraction)
                yield Reading(f"factor:{times}", value**power, f"{times} times the expected one", advice)


def _of_scalars(scene: Scene) -> Iterator[Reading]:
    for name, value in scene.scalars.items():
        meaning = next((words for pattern, words in _SCALARS if pattern.fullmatch(name)), f"the input {name}")
        for letter, number, of in ((name, value, meaning), (f"1 - {name}", 1 - value, f"1 minus {meaning}")):
            if number > 0 and number != 1:
                what = (letter, f"{number:.6g}", of)
                yield Reading(f"factor:{letter}", number, _TIMES, "it is multiplied by once too often.", *what)
                yield Reading(f"factor:1/({letter})", 1 / number, _DIVIDED, "multiply by it once.", *what)


def _logarithm(base: int) -> Iterator[Reading]:
    advice = f"the logarithm to base {base} is taken for the natural one, or the other way round."
    for times, value in ((f"1/log({base})", 1 / math.log(base)), (f"log({base})", math.log(base))):
        yield Reading(f"factor:{times}", value, f"{times} times the expected one", advice)


_PLAIN = (
    Reading("factor:2", 2.0, "twice the expected one", "a 2 too many, a 1/2 left out, or a result added to itself."),
    Reading("factor:1/2", 0.5, "half the expected one", "a factor of 2 is left out, or a 1/2 is one too many."),
    *_logarithm(2),
    *_logarithm(10),
)
