"""Outputs that are a constant multiple of what is expected, and what the constant may be."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
    """One meaning of a factor: `{}` of `amount` is the number, or its symbol where it differs between cases."""

    symbol: str
    value: float
    amount: str
    advice: str
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
    for family, readings in (("factor", _readings(scene)), ("dimension", _of_sizes(scene.dimensions))):
        for reading in readings:
            if _equal(scene, abs(factor), reading.value):
                yield _named(scene, family, reading, factor < 0)
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


def _named(scene: Scene, family: str, reading: Reading, negative: bool) -> Signature:
    start = f"{scene.mine} {'has the opposite sign and ' if negative else ''}is {reading.amount}"
    identity = f"{family}:{'-' if negative else ''}{reading.symbol}"
    if not reading.meaning:
        return scene.tell(identity, f"{start}: {reading.advice}")
    letter = reading.symbol.removeprefix("1/")
    return scene.tell(
        identity,
        f"{start.format(reading.number)}, and {reading.number} is {reading.meaning}: {reading.advice}",
        general=f"{start.format(letter)}, {letter} being {reading.meaning}: {reading.advice}",
        reading=reading.meaning,
    )


def _readings(scene: Scene) -> Iterator[Reading]:
    yield from _of_sizes(scene.sizes)
    yield from _unbiased(scene)
    yield from _of_scalars(scene)
    yield from _PLAIN


def _of_sizes(sizes: Iterable[Size]) -> Iterator[Reading]:
    for symbol, size, meaning in sizes:
        yield Reading(symbol, size, _TIMES, "divide by it once.", str(size), meaning)
        yield Reading(f"1/{symbol}", 1 / size, _PART, "it is divided by once too often.", str(size), meaning)


def _unbiased(scene: Scene) -> Iterator[Reading]:
    """Yield what comes of N - 1 in the place of N: in a variance, and in a standard deviation."""
    for N in (size.number for size in scene.sizes if size.symbol == "N"):
        for symbol, power in (("{}", 1.0), ("sqrt({})", 0.5)):
            more, less = symbol.format("N/(N - 1)"), symbol.format("(N - 1)/N")
            advice = "the variance is divided by {0} and should be divided by {1}."
            yield Reading(
                more,
                (N / (N - 1)) ** power,
                f"{more} times the expected one, N being the batch size",
                advice.format("N - 1", "N"),
            )
            yield Reading(
                less,
                ((N - 1) / N) ** power,
                f"{less} times the expected one, N being the batch size",
                advice.format("N", "N - 1"),
            )


def _of_scalars(scene: Scene) -> Iterator[Reading]:
    for name, value in scene.scalars.items():
        meaning = next((words for pattern, words in _SCALARS if pattern.fullmatch(name)), f"the input {name}")
        for symbol, number, of in ((name, value, meaning), (f"1 - {name}", 1 - value, f"1 minus {meaning}")):
            if number > 0 and abs(number - 1) > 1e-9:
                yield Reading(symbol, number, _TIMES, "it is multiplied by once too often.", f"{number:.6g}", of)
                yield Reading(f"1/({symbol})", 1 / number, _DIVIDED, "multiply by it once.", f"{number:.6g}", of)


def _logarithm(base: int) -> Iterator[Reading]:
    advice = f"the logarithm to base {base} is taken for the natural one, or the other way round."
    for symbol, value in ((f"1/log({base})", 1 / math.log(base)), (f"log({base})", math.log(base))):
        yield Reading(symbol, value, f"{symbol} times the expected one", advice)


_PLAIN = (
    Reading(
        "2", 2.0, "twice the expected one", "a 2 too many, a 1/2 left out, or added to itself and not overwritten."
    ),
    Reading("1/2", 0.5, "half the expected one", "a factor of 2 is left out, or a 1/2 is one too many."),
    *_logarithm(2),
    *_logarithm(10),
)
