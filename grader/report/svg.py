"""Pictures of numbers as SVG: where the errors of an array lie, and how a series runs.

Only figures that were formatted here, names passed through autoescape, and class names go into the markup.
Colours belong to report.css. A heat map also reads in black and white: larger errors stand out more from the
paper.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.report.escape import one_line
from grader.report.words import number, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from grader.score import Mismatch, Number

LEVELS = ("within", "up to 10\u00d7", "up to 1000\u00d7", "up to 10\u2076\u00d7", "beyond", "NaN or infinite")
_BOUNDS = (1.0, 10.0, 1e3, 1e6, math.inf)
_MOST_POINTS = 240


def level(ratio: float) -> int:
    """Return which of LEVELS an error divided by the allowed error belongs to."""
    if not math.isfinite(ratio):
        return len(LEVELS) - 1
    return next(step for step, bound in enumerate(_BOUNDS) if ratio <= bound)


def levels_of(mismatch: Mismatch) -> list[tuple[int, str]]:
    """Return the levels that occur in a picture, for its legend."""
    present = {level(ratio) for row in mismatch.picture or () for ratio in row}
    return [(step, LEVELS[step]) for step in sorted(present)]


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
    picture, frame = mismatch.picture or (), _frame(mismatch)
    left, top = 1 if frame.rows < 2 else 8 + 7 * len(str(frame.tall - 1)), 18
    across, down = frame.columns * frame.side, frame.rows * frame.side
    width, height = left + across + 2, top + down + 2
    wrong = sum(level(ratio) > 0 for row in picture for ratio in row)
    cells = plural(frame.rows * frame.columns, "cell")
    return Markup(  # noqa: S704 - numbers and classes only
        f'<svg class="heat" role="img" viewBox="0 0 {width} {height}" width="{width}" '
        f'aria-label="Where the errors are: {wrong} of {cells} over the allowed error">'
        f'<g transform="translate({left} {top})"><rect class="h0" width="{across}" height="{down}"/>'
        f"{_cells(picture, frame.side)}{_grid(frame)}{_worst(mismatch, frame)}{_indices(frame)}</g></svg>"
    )


def _cells(picture: Sequence[Sequence[float]], side: int) -> str:
    """Return one path for each level, its runs of equal cells joined."""
    paths: dict[int, list[str]] = {}
    for y, row in enumerate(picture):
        for step, run in groupby(enumerate(row), key=lambda cell: level(cell[1])):
            xs = [x for x, _ in run]
            if step:
                box = f"M{xs[0] * side} {y * side}h{len(xs) * side}v{side}h-{len(xs) * side}z"
                paths.setdefault(step, []).append(box)
    return "".join(f'<path class="h{step}" d="{"".join(paths[step])}"/>' for step in sorted(paths))


def _grid(frame: _Frame) -> str:
    side = frame.side
    lines = [f"M{x * side} 0v{frame.rows * side}" for x in range(frame.columns + 1)]
    lines += [f"M0 {y * side}h{frame.columns * side}" for y in range(frame.rows + 1)]
    return f'<path class="grid" d="{"".join(lines)}"/>'


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


def line_chart(name: str, values: Sequence[Number]) -> Markup:
    """Draw a series against its index; entries that are not finite break the line, with a mark at the top."""
    points = _thinned([(at, _finite(value)) for at, value in enumerate(values)])
    finite = [value for _, value in points if value is not None]
    low, high = _axis(finite)
    last = max(len(values) - 1, 1)
    placed = [(_x(at, last), None if v is None else _y(v, low, high)) for at, v in points]
    label = f"{one_line(name)}: {plural(len(values), 'entry', 'entries')}"
    if finite:
        label += f", from {number(finite[0], 4)} to {number(finite[-1], 4)}, lowest {number(min(finite), 4)}"
    return Markup(
        '<svg class="chart" role="img" aria-label="{label}" viewBox="0 0 {width} {height}" width="{width}">{body}</svg>'
    ).format(label=label, width=_WIDTH, height=_HEIGHT, body=_axes(low, high, len(values)) + _curve(placed))


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
    return (low, high) if high > low else (low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1))


def _x(at: int, last: int) -> float:
    return _LEFT + 6 + at / last * (_WIDTH - _LEFT - 18)


def _y(value: float, low: float, high: float) -> float:
    # Halves keep the span of the largest doubles finite.
    return _TOP + (1 - (value / 2 - low / 2) / (high / 2 - low / 2)) * (_HEIGHT - _TOP - _BOTTOM)


def _axes(low: float, high: float, count: int) -> Markup:
    floor = _HEIGHT - _BOTTOM
    parts = [f'<path class="axis" d="M{_LEFT} {_TOP}V{floor}H{_WIDTH - 6}"/>']
    for value in (low, low / 2 + high / 2, high):
        y = _y(value, low, high)
        parts.append(f'<path class="rule" d="M{_LEFT} {y:.1f}H{_WIDTH - 6}"/>')
        parts.append(f'<text x="{_LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(value, 3)}</text>')
    for at in sorted({0, (count - 1) // 2, count - 1} if count > 2 else set(range(count))):
        x = _x(at, max(count - 1, 1))
        parts.append(f'<text x="{x:.1f}" y="{floor + 15}" text-anchor="middle">{at}</text>')
    middle = (_LEFT + _WIDTH) / 2
    parts.append(f'<text class="unit" x="{middle:g}" y="{_HEIGHT - 4}" text-anchor="middle">index</text>')
    return Markup("".join(parts))  # noqa: S704 - numbers only


def _curve(placed: list[tuple[float, float | None]]) -> Markup:
    lines, marks = [], []
    for whole, run in groupby(placed, key=lambda point: point[1] is not None):
        spots = list(run)
        if whole:
            lines.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in spots))
        else:
            marks += [f"M{x - 3:.1f} {_TOP - 3}l6 6m0 -6l-6 6" for x, _ in spots]
    drawn = f'<path class="curve" d="{"".join(lines)}"/>' if lines else ""
    if len(placed) <= 40:
        drawn += _dots((x, y) for x, y in placed if y is not None)
    if marks:
        drawn += f'<path class="lost" d="{"".join(marks)}"/>'
    return Markup(drawn)  # noqa: S704 - numbers only


def _dots(spots: Iterable[tuple[float, float]]) -> str:
    return "".join(f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.2"/>' for x, y in spots)
