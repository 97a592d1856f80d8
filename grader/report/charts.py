"""Charts of series as SVG: curves against their index or another series, several told apart without colours, too.

Only figures that were formatted here, names passed through autoescape, and class names go into the markup; colours and
dashes belong to report.css.
"""

from __future__ import annotations

import math
import sys
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report.catalogue import ENGLISH
from grader.report.escape import one_line
from grader.report.words import number as figure

if TYPE_CHECKING:
    from collections.abc import Iterable

    from grader.report.catalogue import Catalogue
    from grader.report.view import Drawing
    from grader.score import Number

_MOST_POINTS = 240
_KINDS = 4  # of lines that report.css tells apart
_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 300, 168, 46, 12, 34


def line_chart(drawing: Drawing, say: Catalogue = ENGLISH) -> Markup:
    """Draw curves in one chart; entries that are not finite break a line, with a mark at the top."""
    length = max(map(len, drawing.curves.values()))
    places, ticks, unit = _places(drawing, length)
    curves = [_thinned([(at, _finite(v)) for at, v in enumerate(values)]) for values in drawing.curves.values()]
    bands = {number: band for number, name in enumerate(drawing.curves) if (band := _band(drawing, name, length))}
    ends = [value for band in bands.values() for edge in band for value in edge]
    low, high = _axis([value for points in curves for _, value in points if value is not None] + ends)
    drawn = Markup("").join(
        _area([(_x(places[at]), _y(v, low, high)) for at, v in _around(*band)], number)
        for number, band in bands.items()
    )
    drawn += Markup("").join(
        _curve([(_x(places[at]), None if v is None else _y(v, low, high)) for at, v in points], number)
        for number, points in enumerate(curves)
    )
    label = say.count("chart.entries", length, title=one_line(drawing.title))
    alone = "" if len(curves) > 1 else "chart.whole"
    label += "".join(
        _range(points, say, alone or "chart.each", one_line(name))
        for name, points in zip(drawing.curves, curves, strict=True)
    )
    label += say("chart.band") if bands else ""
    body = _axes(low, high, ticks, one_line(unit or say("chart.index"))) + drawn
    return Markup(
        '<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}">{body}</svg>'
    ).format(label=label, width=_WIDTH, height=_HEIGHT, body=body)


def _band(drawing: Drawing, name: str, length: int) -> tuple[list[float], list[float]] | None:
    """Return the lowest and highest values of a curve's band, if it has one of its length with numbers alone."""
    edges = [[_finite(value) for value in edge] for edge in drawing.bands.get(name, ())]
    low, high = ([value for value in edge if value is not None] for edge in edges or ([], []))
    return (low, high) if length and len(low) == len(high) == len(drawing.curves[name]) == length else None


def _around(low: list[float], high: list[float]) -> list[tuple[int, float]]:
    """Return the corners of a band: along its upper edge and back along the lower one."""
    return [*enumerate(high), *reversed(list(enumerate(low)))]


def _area(corners: list[tuple[float, float]], curve: int) -> Markup:
    line = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
    return Markup(f'<path class="band b{curve % _KINDS}" d="M{line}z"/>')  # noqa: S704 - numbers only


def has_band(drawing: Drawing) -> bool:
    """Tell whether some curve of a chart has a band behind it."""
    length = max(map(len, drawing.curves.values()))
    return any(_band(drawing, name, length) for name in drawing.curves)


def swatch(curve: int) -> Markup:
    """Draw a piece of the line by which the curve of this number is known."""
    kind = curve % _KINDS
    line = f'<path class="curve c{kind}" d="M0 6h26"/>'
    return Markup(f'<svg class="chart swatch" aria-hidden="true" width="26" height="12">{line}</svg>')  # noqa: S704


def _range(points: list[tuple[int, float | None]], say: Catalogue, key: str, name: str) -> str:
    """Return what a reader who sees no picture is told of a curve."""
    finite = [value for _, value in points if value is not None]
    if not finite:
        return ""
    return say(key, name=name, first=figure(finite[0], 4), last=figure(finite[-1], 4), lowest=figure(min(finite), 4))


def _places(drawing: Drawing, length: int) -> tuple[list[float], list[tuple[float, str]], str]:
    """Return where each entry stands across the chart, from 0 to 1, the ticks below it, and what they count.

    The index, named "", when there is no other axis or it does not rise from entry to entry.
    """
    last = max(length - 1, 1)
    axis = [_finite(value) for value in drawing.axis]
    values = [value for value in axis if value is not None]
    rising = len(values) == len(axis) >= max(length, 2) and all(a < b for a, b in pairwise(values))
    if not rising or not math.isfinite(values[-1] - values[0]):
        middle = sorted({0, (length - 1) // 2, length - 1} if length > 2 else set(range(length)))
        return [at / last for at in range(length)], [(at / last, str(at)) for at in middle], ""
    span = values[-1] - values[0]
    ticks = [(part, figure(values[0] + part * span, 3)) for part in (0.0, 0.5, 1.0)]
    return [(value - values[0]) / span for value in values], ticks, drawing.over


def _finite(value: Number) -> float | None:
    if value is None or isinstance(value, str) or not math.isfinite(value):
        return None
    return float(value)


def _thinned(points: list[tuple[int, float | None]]) -> list[tuple[int, float | None]]:
    """Keep about _MOST_POINTS, evenly, with the last one: a chart has no room for more."""
    step = max(1, len(points) // _MOST_POINTS)
    kept = points[::step]
    return kept if not points or kept[-1] == points[-1] else [*kept, points[-1]]


def _axis(finite: list[float]) -> tuple[float, float]:
    """Return the ends of the value axis: from 0 where the values come near it, and never of no height."""
    if not finite:
        return 0.0, 1.0
    low, high = min(finite), max(finite)
    if 0 < low < 0.5 * high:
        low = 0.0
    # Halves, as in _y: the smallest doubles have none.
    return (low, high) if high / 2 > low / 2 else (low - _margin(low), high + _margin(high))


def _margin(value: float) -> float:
    return 0.5 * abs(value) if abs(value) > sys.float_info.min else 0.5


def _x(part: float) -> float:
    return _LEFT + 6 + part * (_WIDTH - _LEFT - 18)


def _y(value: float, low: float, high: float) -> float:
    # Halves keep the span of the largest doubles finite.
    return _TOP + (1 - (value / 2 - low / 2) / (high / 2 - low / 2)) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(low: float, high: float, ticks: Iterable[tuple[float, str]], unit: str) -> Markup:
    floor = _HEIGHT - _BOTTOM
    parts = [f'<path class="axis" d="M{_LEFT} {_TOP}V{floor}H{_WIDTH - 6}"/>']
    for value in (low, low / 2 + high / 2, high):
        y = _y(value, low, high)
        parts.append(f'<path class="rule" d="M{_LEFT} {y:.1f}H{_WIDTH - 6}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{figure(value, 3)}</text>')
    for part, text in ticks:
        parts.append(f'<text x="{_x(part):.1f}" y="{floor + 15}" text-anchor="middle">{text}</text>')
    middle = (_LEFT + _WIDTH) / 2
    named = Markup('<text class="unit" x="{:g}" y="{}" text-anchor="middle">{}</text>').format(
        middle, _HEIGHT - 4, unit
    )
    return Markup("".join(parts)) + named  # noqa: S704 - numbers only; what is named is escaped


def _curve(placed: list[tuple[float, float | None]], curve: int) -> Markup:
    lines, marks = [], []
    for whole, run in groupby(placed, key=lambda point: point[1] is not None):
        spots = list(run)
        if whole:
            lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots))
        else:
            marks += [f"M{x - 3:.1f} {_TOP - 3}l6 6m0 -6l-6 6" for x, _ in spots]
    kind = curve % _KINDS
    drawn = f'<path class="curve c{kind}" d="{"".join(lines)}"/>' if lines else ""
    if len(placed) <= 40:
        drawn += _dots((x, y) for x, y in placed if y is not None)
    if marks:
        drawn += f'<path class="lost" d="{"".join(marks)}"/>'
    return Markup(drawn)  # noqa: S704 - numbers only


def _dots(spots: Iterable[tuple[float, float]]) -> str:
    return "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>' for x, y in spots)
