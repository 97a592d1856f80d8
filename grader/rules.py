"""Rules that outputs can satisfy: moments, shapes, falling curves. They hold no answers.

A rule reads the outputs of a probe and the inputs of its case, and finds in one plain sentence what does
not hold. Whatever a submission gave, missing, None, text, NaN, is a finding and never an exception. An output
`"W"` stands for `W[0]`, `W[1]`, ... too, and then each must satisfy the rule.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from grader.errors import CourseError
from grader.sandbox.reply import Value
from grader.values import Fault, at, digits, numbers, quoted, real, taken_as, without_unit_axes

Array = npt.NDArray[np.float64]
Outputs = Mapping[str, Value]
Inputs = Mapping[str, Any]


@dataclass(frozen=True)
class Finding:
    """Whether a rule holds; when not, why, for a student."""

    ok: bool
    feedback: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """A named rule: `judge(outputs, inputs)` finds, `description` is the line for a handout."""

    name: str
    judge: Callable[[Outputs, Inputs], Finding]
    description: str


def moments(output: str, *, mean: float = 0.0, std: float = 1.0, sigmas: float = 5.0) -> Rule:
    """Ask for a sample whose mean and deviation lie within `sigmas` standard errors of `mean` and `std` > 0.

    The mean's standard error is std / sqrt(n). The bounds of the sample standard deviation are those of a
    normal sample by Wilson and Hilferty (1931), chi-squared(k) / k ~ (1 - v +- sigmas sqrt(v))^3 with
    v = 2 / (9 k); they hold for flatter distributions (uniform) all the more. Equal values are no sample.
    """
    if std <= 0:
        raise CourseError(f"moments({output!r}): std must be positive; use within() for constants.")

    def say(label: str, sample: Array, _: Inputs) -> str:
        n = sample.size
        reach = sigmas * std / sqrt(n)
        if not abs(sample.mean() - mean) <= reach:
            span = f"{digits(mean - reach, 3)} to {digits(mean + reach, 3)}"
            return f"The mean of {quoted(label)} is {digits(sample.mean())}; for {n} values, {span} is expected."
        low, high = _spread(n, sigmas)
        spread = sample.std(ddof=1) if n > 1 else std
        if not (low * std <= spread <= high * std and spread > 0):
            span = f"{digits(low * std, 3)} to {digits(high * std, 3)}"
            return f"The standard deviation of {quoted(label)} is {digits(spread)}; for {n} values, {span} is expected."
        return ""

    about = f"{output} has mean {mean:g} and standard deviation {std:g}, within {sigmas:g} standard errors."
    return Rule(f"moments of {output}", _each((output,), say), about)


def has_shape(
    output: str,
    *,
    from_inputs: tuple[str, ...] = (),
    shape: tuple[int, ...] = (),
    unit_axes: Literal["note", "fixed"] = "note",
) -> Rule:
    """Ask for the shape given by the inputs named in `from_inputs` (numbers, in order), or by `shape`.

    With `unit_axes="note"` leading axes of length one may be more or fewer, as in `Matches`.
    """

    def judge(outputs: Outputs, inputs: Inputs) -> Finding:
        expected = _shape_of(inputs, from_inputs) if from_inputs else shape
        notes: list[str] = []
        for label, value in _named(outputs, output):
            array = numbers(label, value)
            if isinstance(array, Fault):
                return Finding(False, array.text, tuple(notes))
            notes += taken_as(label, value)
            if array.shape == expected:
                continue
            if unit_axes == "fixed" or without_unit_axes(array.shape) != without_unit_axes(expected):
                return Finding(False, f"{quoted(label)} has shape {array.shape}; {expected} is expected.", tuple(notes))
            notes.append(f"{quoted(label)} has shape {array.shape} for {expected}.")
        return Finding(True, notes=tuple(notes))

    wanted = f"({', '.join(from_inputs)})" if from_inputs else f"{shape}"
    return Rule(f"shape of {output}", judge, f"{output} has shape {wanted}.")


def falls_below(**bounds: float) -> Rule:
    """Ask that the last value of each named curve lie below its bound, and below where the curve began.

    A single number has no beginning: only its bound counts. Then add `within` where zero would be no result.
    """

    def say(label: str, curve: Array, _: Inputs) -> str:
        bound = bounds[label if label in bounds else label.partition("[")[0]]
        last = curve.flat[-1]
        if not last < bound:
            return f"{quoted(label)} ends at {digits(last)}; below {bound:g} is expected."
        return _not_falling(label, curve, 0.0) if curve.size > 1 else ""

    about = " and ".join(f"{name} falls below {bound:g}" for name, bound in bounds.items())
    return Rule(f"falling {', '.join(bounds)}", _each(tuple(bounds), say), f"{about}.")


def decreases(output: str, *, by: float = 0.0) -> Rule:
    """Ask that the last value of the curve lie more than `by` below its first."""

    def say(label: str, curve: Array, _: Inputs) -> str:
        return _not_falling(label, curve, by)

    about = f"{output} falls" + (f" by more than {by:g}." if by else ".")
    return Rule(f"decreasing {output}", _each((output,), say), about)


def finite(*outputs: str) -> Rule:
    """Ask that every output hold numbers, at least one, and all of them finite."""
    return Rule(f"finite {', '.join(outputs)}", _each(outputs, lambda *_: ""), f"{', '.join(outputs)}: all finite.")


def within(output: str, low: float, high: float) -> Rule:
    """Ask that every value lie in [low, high]."""

    def say(label: str, array: Array, _: Inputs) -> str:
        outside = (array < low) | (array > high)
        if not outside.any():
            return ""
        first = digits(array[outside][0])
        count = np.count_nonzero(outside)
        share = f"{count} of {array.size} values of {quoted(label)} {'lies' if count == 1 else 'lie'}"
        return f"{share} outside {low:g} to {high:g}; the first is {first}."

    return Rule(f"range of {output}", _each((output,), say), f"{output} lies in [{low:g}, {high:g}].")


def band_of(output: str) -> str:
    """Return the name under which a rule finds what the reference gave for an output with several seeds."""
    return f"{output}~band"


def within_band(*outputs: str, widen: float = 2.0, last: int = 0) -> Rule:
    """Ask that values lie where the reference's lie with other seeds of its generators (`band=` of the case).

    The band of each entry reaches from the smallest to the largest value of the reference, and beyond both ends by
    `widen` times its own width, but by no less than 1e-6 of its values. With `last` only the mean of so many last
    entries counts, of the curve and of the reference's: where it ends, not how it came there.
    """

    def say(label: str, curve: Array, inputs: Inputs) -> str:
        band = _band(label, curve, inputs)
        if isinstance(band, str):
            return band
        if last:
            curve, band = curve.ravel()[-last:].mean(), band.reshape(len(band), -1)[:, -last:].mean(axis=1)
        low, high = band.min(axis=0), band.max(axis=0)
        room = np.maximum(widen * (high - low), 1e-6 * np.abs(band).max(axis=0))
        outside = (curve < low - room) | (curve > high + room)
        if not outside.any():
            return ""
        at = np.unravel_index(np.argmax(outside), outside.shape)
        span = f"{digits(np.asarray(low - room)[at], 3)} to {digits(np.asarray(high + room)[at], 3)}"
        where = "ends at" if last else f"at {', '.join(map(str, at))} is" if at else "is"
        return f"{quoted(label)} {where} {digits(np.asarray(curve)[at])}; with other seeds the reference gives {span}."

    about = f"{', '.join(outputs)} as near to the reference as other seeds bring it."
    return Rule(f"band of {', '.join(outputs)}", _each(outputs, say), about)


def falls_as_far(*outputs: str, share: float = 0.5) -> Rule:
    """Ask that each curve end below the point that is `share` of the reference's fall away from its end.

    The fall is the least that the reference shows with other seeds (`band=` of the case): from the lowest value with
    which its curve begins to the highest with which it ends. A curve that falls further is no finding.
    """

    def say(label: str, curve: Array, inputs: Inputs) -> str:
        band = _band(label, curve, inputs)
        if isinstance(band, str):
            return band
        start, end = band[:, :1].min(), band[:, -1:].max()
        bound = end + share * max(start - end, 0.0)
        if not curve.flat[-1] < bound:
            about = f"with other seeds the reference falls to {digits(end, 3)} and lower"
            return f"{quoted(label)} ends at {digits(curve.flat[-1])}; below {digits(bound, 3)} is expected: {about}."
        return _not_falling(label, curve, 0.0)

    about = f"{', '.join(outputs)}: at least {1 - share:.0%} of the way down that the reference goes with other seeds."
    return Rule(f"fall of {', '.join(outputs)}", _each(outputs, say), about)


def all_of(*rules: Rule) -> Rule:
    """Ask that every rule hold; the first that does not is reported."""

    def judge(outputs: Outputs, inputs: Inputs) -> Finding:
        notes: dict[str, None] = {}
        for rule in rules:
            finding = rule.judge(outputs, inputs)
            notes.update(dict.fromkeys(finding.notes))
            if not finding.ok:
                return Finding(False, finding.feedback, tuple(notes))
        return Finding(True, notes=tuple(notes))

    return Rule(" and ".join(rule.name for rule in rules), judge, " ".join(rule.description for rule in rules))


def _band(label: str, curve: Array, inputs: Inputs) -> Array | str:
    """Return what the reference gave with other seeds, (seeds, ...), or say that this curve has another shape."""
    band: Array | None = inputs.get(band_of(label))
    if band is None:
        raise CourseError(f"A rule asks for the band of {label!r}, but its case has no band; give it one in cases.py.")
    return (
        band
        if curve.shape == band.shape[1:]
        else f"{quoted(label)} has shape {curve.shape}; {band.shape[1:]} is expected."
    )


def _each(names: tuple[str, ...], say: Callable[[str, Array, Inputs], str]) -> Callable[[Outputs, Inputs], Finding]:
    """Judge every output of these names by `say`, which gives a sentence when finite values break a rule."""

    def fault(label: str, array: Array, inputs: Inputs) -> str:
        return _not_finite(label, array) or say(label, array, inputs)

    def judge(outputs: Outputs, inputs: Inputs) -> Finding:
        notes: list[str] = []
        for name in names:
            for label, value in _named(outputs, name):
                notes += taken_as(label, value)
                array = real(label, value)
                with np.errstate(all="ignore"):
                    text = array.text if isinstance(array, Fault) else fault(label, array, inputs)
                if text:
                    return Finding(False, text, tuple(notes))
        return Finding(True, notes=tuple(notes))

    return judge


def _named(outputs: Outputs, name: str) -> Iterator[tuple[str, Value | None]]:
    labels = [label for label in outputs if label == name or label.startswith(f"{name}[")]
    for label in labels or [name]:
        yield label, outputs.get(label)


def _not_finite(label: str, array: Array) -> str:
    if array.size == 0:
        return f"{quoted(label)} is empty."
    bad = ~np.isfinite(array)
    if not bad.any():
        return ""
    if array.ndim == 0:
        return f"{quoted(label)} is {digits(array)}."
    index = tuple(int(i) for i in np.argwhere(bad)[0])
    count = np.count_nonzero(bad)
    share = f"{count} of {array.size} values of {quoted(label)} {'is' if count == 1 else 'are'}"
    return f"{share} not finite; the first is {digits(array[bad][0])} at {at(index)}."


def _not_falling(label: str, curve: Array, by: float) -> str:
    if curve.size < 2:
        return f"{quoted(label)} has a single value; a curve is expected."
    first, last = curve.flat[0], curve.flat[-1]
    if last < first - by:
        return ""
    amount = f" by more than {by:g}" if by else ""
    return f"{quoted(label)} does not fall{amount}: it begins at {digits(first)} and ends at {digits(last)}."


def _spread(n: int, sigmas: float) -> tuple[float, float]:
    if n < 2:
        return 0.0, 1.0
    v = 2.0 / (9.0 * (n - 1))
    return max(0.0, 1.0 - v - sigmas * sqrt(v)) ** 1.5, (1.0 - v + sigmas * sqrt(v)) ** 1.5


def _shape_of(inputs: Inputs, names: tuple[str, ...]) -> tuple[int, ...]:
    try:
        return tuple(int(inputs[name]) for name in names)
    except (KeyError, TypeError, ValueError):
        raise CourseError(f"has_shape: {names} must name inputs of the probe that are whole numbers.") from None
