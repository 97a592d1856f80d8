"""Pictures of numbers as SVG: where the errors of an array lie, and how a series runs.

Only figures that were formatted here, names passed through autoescape, and class names go into the markup.
Colours belong to report.css. A heat map also reads in black and white: larger errors stand out more from the
paper.
"""

from __future__ import annotations

import math
import sys
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report.escape import one_line
from grader.report.words import number as figure
from grader.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.report.view import Drawing
    from grader.score import Mismatch, Number

_STEPS = 4  # of being wrong; each begins ten times higher than the one before, the last at a tenth of the worst
_LOST = _STEPS + 1  # NaN or infinite
_MOST_POINTS = 240
_KINDS = 4  # of lines that report.css tells apart


def bounds(mismatch: Mismatch) -> tuple[float, ...]:
    """Return the ratios over which each step of wrongness begins, the first at 1."""
    wrong = [ratio for row in mismatch.picture or () for ratio in row if 1 < ratio < math.inf]
    worst = max(wrong, default=1.0)
    return (1.0, *(max(1.0, worst / 10 ** (_STEPS - step)) for step in range(1, _STEPS)))


def level(ratio: float, begins: Sequence[float]) -> int:
    """Return 0 for an error that is allowed, the step of a larger one, or _LOST."""
    return sum(ratio > begin for begin in begins) if math.isfinite(ratio) else _LOST


def legend(mismatch: Mismatch) -> list[tuple[int, str]]:
    """Return the levels that occur in a picture, and what each stands for."""
    begins = bounds(mismatch)
    present = {level(ratio, begins) for row in mismatch.picture or () for ratio in row}
    names = ["allowed", *(f"over {times(begin)}" for begin in begins), "NaN or infinite"]
    return [(step, names[step]) for step in sorted(present)]


def times(ratio: float) -> str:
    """Return a ratio as a reader says it: 3 times, 4 times ten to the sixth."""
    if ratio < 1000:
        return f"{ratio:.2g}\u00d7" if ratio < 100 else f"{ratio:.0f}\u00d7"
    digit, power = f"{ratio:.0e}".split("e+")
    return f"{digit}\u00b710{str(int(power)).translate(_RAISED)}\u00d7"


_RAISED = str.maketrans("0123456789", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079")


@dataclass(frozen=True)
class _Frame:
    """A picture of `rows` x `columns` cells of `side` px, of an array of `tall` x `wide` entries."""

    rows: int
    columns: int
    tall: int
    wide: int
    side: int

    @property
    def whole(self) -> bool:
        """Return whether each cell is one entry; otherwise it is a block of entries."""
        return (self.rows, self.columns) == (self.tall, self.wide)


def _frame(mismatch: Mismatch) -> _Frame:
    picture = mismatch.picture or ()
    rows, columns = len(picture), max((len(row) for row in picture), default=0)
    shape = (1, 1, *(mismatch.actual_shape or (columns,)))
    side = max(9, min(24, 384 // max(columns, 1), 216 // max(rows, 1)))
    return _Frame(rows, columns, shape[-2], shape[-1], side)


def heat_map(mismatch: Mismatch) -> Markup:
    """Draw `mismatch.picture`: one square a cell, with the first and last index on each axis."""
    picture, frame, begins = mismatch.picture or (), _frame(mismatch), bounds(mismatch)
    left, top = 1 if frame.rows < 2 else 8 + 7 * len(str(frame.tall - 1)), 18
    across, down = frame.columns * frame.side, frame.rows * frame.side
    levels = [[level(ratio, begins) for ratio in row] for row in picture]
    wrong = sum(step > 0 for row in levels for step in row)
    cells = plural(frame.rows * frame.columns, "cell")
    return Markup(  # noqa: S704 - numbers and classes only
        f'<svg class="heat" role="img" viewBox="0 0 {left + across + 2} {top + down + 2}" width="{left + across + 2}" '
        f'aria-label="Where the errors are: {wrong} of {cells} over the allowed error">'
        f'<g transform="translate({left} {top})"><rect class="h0" width="{across}" height="{down}"/>'
        f'<g class="cells" transform="scale({frame.side}) translate(0 .5)">{_cells(levels)}</g>'
        f"{_grid(frame)}{_worst(mismatch, frame)}{_indices(frame)}</g></svg>"
    )


def _cells(levels: Sequence[Sequence[int]]) -> str:
    """Return one path for each level: a stroke, one cell high, for every run of equal cells."""
    paths: dict[int, list[str]] = {}
    for y, row in enumerate(levels):
        x = 0
        for step, run in groupby(row):
            length = len(list(run))
            paths.setdefault(step, []).append(f"M{x} {y}h{length}")
            x += length
    return "".join(f'<path class="h{step}" d="{"".join(paths[step])}"/>' for step in sorted(paths) if step)


def _grid(frame: _Frame) -> str:
    """Return the lines between cells: one dashed stroke as thick as the picture for each direction."""
    side, across, down = frame.side, frame.columns * frame.side, frame.rows * frame.side
    dashes = f'stroke-dasharray="1 {side - 1}" stroke-dashoffset=".5"'
    return (
        f'<g class="grid" {dashes}><path d="M0 {down / 2:g}h{across}" stroke-width="{down}"/>'
        f'<path d="M{across / 2:g} 0v{down}" stroke-width="{across}"/></g>'
    )


def _worst(mismatch: Mismatch, frame: _Frame) -> str:
    """Ring the worst entry where every cell is one entry of an array of at most two axes."""
    if mismatch.worst is None or not frame.whole or len(mismatch.actual_shape or ()) not in {1, 2}:
        return ""
    y, x = ((at + 0.5) * frame.side for at in (0, *mismatch.worst.index)[-2:])
    return f'<circle class="worst" cx="{x:g}" cy="{y:g}" r="{frame.side / 2 - 2:g}"/>'


def _indices(frame: _Frame) -> str:
    """Return the first and the last index of both axes as text."""
    across = {0: 0.5} | ({frame.wide - 1: frame.columns - 0.5} if frame.columns > 1 else {})
    down = {0: 0.5, frame.tall - 1: frame.rows - 0.5} if frame.rows > 1 else {}
    return "".join(
        [f'<text x="{at * frame.side:g}" y="-6" text-anchor="middle">{n}</text>' for n, at in across.items()]
        + [f'<text x="-6" y="{at * frame.side + 4:g}" text-anchor="end">{n}</text>' for n, at in down.items()]
    )


_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 300, 168, 46, 12, 34


def line_chart(drawing: Drawing) -> Markup:
    """Draw curves in one chart; entries that are not finite break a line, with a mark at the top."""
    length = max(map(len, drawing.curves.values()))
    places, ticks, unit = _places(drawing, length)
    curves = [_thinned([(at, _finite(v)) for at, v in enumerate(values)]) for values in drawing.curves.values()]
    low, high = _axis([value for points in curves for _, value in points if value is not None])
    drawn = Markup("").join(
        _curve([(_x(places[at]), None if v is None else _y(v, low, high)) for at, v in points], number)
        for number, points in enumerate(curves)
    )
    label = f"{one_line(drawing.title)}: {plural(length, 'entry', 'entries')}"
    label += "".join(_range(name, points, len(curves)) for name, points in zip(drawing.curves, curves, strict=True))
    return Markup(
        '<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}">{body}</svg>'
    ).format(label=label, width=_WIDTH, height=_HEIGHT, body=_axes(low, high, ticks, one_line(unit)) + drawn)


def swatch(curve: int) -> Markup:
    """Draw a piece of the line by which the curve of this number is known."""
    kind = curve % _KINDS
    line = f'<path class="curve c{kind}" d="M0 6h26"/>'
    return Markup(f'<svg class="chart swatch" aria-hidden="true" width="26" height="12">{line}</svg>')  # noqa: S704


def _range(name: str, points: list[tuple[int, float | None]], count: int) -> str:
    """Return what a reader who sees no picture is told of a curve."""
    finite = [value for _, value in points if value is not None]
    if not finite:
        return ""
    whose = f"; {one_line(name)}" if count > 1 else ","
    return f"{whose} from {figure(finite[0], 4)} to {figure(finite[-1], 4)}, lowest {figure(min(finite), 4)}"


def _places(drawing: Drawing, length: int) -> tuple[list[float], list[tuple[float, str]], str]:
    """Return where each entry stands across the chart, from 0 to 1, the ticks below it, and what they count.

    The index, when there is no other axis or it does not rise from entry to entry.
    """
    last = max(length - 1, 1)
    axis = [_finite(value) for value in drawing.axis]
    values = [value for value in axis if value is not None]
    rising = len(values) == len(axis) >= max(length, 2) and all(a < b for a, b in pairwise(values))
    if not rising or not math.isfinite(values[-1] - values[0]):
        middle = sorted({0, (length - 1) // 2, length - 1} if length > 2 else set(range(length)))
        return [at / last for at in range(length)], [(at / last, str(at)) for at in middle], "index"
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
