"""A picture of numbers as SVG: where the errors of an array lie. How a series runs is drawn in `charts`.

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

from grader.report.catalogue import ENGLISH
from grader.report.words import times

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.report.catalogue import Catalogue
    from grader.score import Mismatch

_STEPS = 4  # of being wrong; each begins ten times higher than the one before, the last at a tenth of the worst
_LOST = _STEPS + 1  # NaN or infinite


def bounds(mismatch: Mismatch) -> tuple[float, ...]:
    """Return the ratios over which each step of wrongness begins, the first at 1."""
    wrong = [ratio for row in mismatch.picture or () for ratio in row if 1 < ratio < math.inf]
    worst = max(wrong, default=1.0)
    return (1.0, *(max(1.0, worst / 10 ** (_STEPS - step)) for step in range(1, _STEPS)))


def level(ratio: float, begins: Sequence[float]) -> int:
    """Return 0 for an error that is allowed, the step of a larger one, or _LOST."""
    return sum(ratio > begin for begin in begins) if math.isfinite(ratio) else _LOST


def legend(mismatch: Mismatch, say: Catalogue = ENGLISH) -> list[tuple[int, str]]:
    """Return the levels that occur in a picture, and what each stands for."""
    begins = bounds(mismatch)
    present = {level(ratio, begins) for row in mismatch.picture or () for ratio in row}
    over = [say("heat.over", ratio=times(begin, say)) for begin in begins]
    names = [say("heat.allowed"), *over, say("heat.lost")]
    return [(step, names[step]) for step in sorted(present)]


@dataclass(frozen=True)
class _Frame:
    """A picture of `rows` x `columns` cells of `side` px, of an array of `tall` x `wide` entries."""

    rows: int
    columns: int
    tall: int
    wide: int
    side: int

    @property
    def left(self) -> int:
        """Return the room for the indices of rows, and for what they are."""
        return 24 + 7 * len(str(self.tall - 1)) if self.rows > 1 else 1

    @property
    def across(self) -> int:
        """Return the width of all cells."""
        return self.columns * self.side

    @property
    def down(self) -> int:
        """Return the height of all cells."""
        return self.rows * self.side


_TOP = 30  # the room for the indices of columns, and for what they are


def _frame(mismatch: Mismatch) -> _Frame:
    picture = mismatch.picture or ()
    rows, columns = len(picture), max((len(row) for row in picture), default=0)
    shape = (1, 1, *(mismatch.actual_shape or (columns,)))
    side = max(9, min(24, 384 // max(columns, 1), 216 // max(rows, 1)))
    return _Frame(rows, columns, max(shape[-2], rows), max(shape[-1], columns), side)


def entries(mismatch: Mismatch) -> tuple[int, int]:
    """Return how many rows and columns the drawn part of the array has."""
    frame = _frame(mismatch)
    return frame.tall, frame.wide


def is_worth_drawing(mismatch: Mismatch) -> bool:
    """Return whether a picture tells where the errors are: one of a single cell does not."""
    return sum(map(len, mismatch.picture or ())) > 1


def in_blocks(mismatch: Mismatch) -> bool:
    """Return whether a cell of the picture stands for several entries."""
    frame = _frame(mismatch)
    return (frame.rows, frame.columns) != (frame.tall, frame.wide) or len(mismatch.actual_shape or ()) > 2


def heat_map(mismatch: Mismatch, say: Catalogue = ENGLISH) -> Markup:
    """Draw `mismatch.picture`: one square a cell, with indices on both axes and a ring around the worst."""
    picture, frame, begins = mismatch.picture or (), _frame(mismatch), bounds(mismatch)
    levels = [[level(ratio, begins) for ratio in row] for row in picture]
    wrong = sum(step > 0 for row in levels for step in row)
    width, height = max(frame.left + frame.across, 64) + 2, _TOP + frame.down + 2
    drawn = (
        f'<g transform="translate({frame.left} {_TOP})">'
        f'<rect class="h0" width="{frame.across}" height="{frame.down}"/>'
        f'<g class="cells" transform="scale({frame.side}) translate(0 .5)">{_cells(levels)}</g>'
        f"{_grid(frame)}{_worst(mismatch, frame)}{_indices(frame)}"
    )
    return Markup(
        '<svg class="heat" role="img" viewBox="0 0 {width} {height}" width="{width}" aria-label="{label}">'
        "{drawn}{named}</g></svg>"
    ).format(
        width=width,
        height=height,
        label=say.count("heat.label", frame.rows * frame.columns, wrong=wrong),
        drawn=Markup(drawn),  # noqa: S704 - numbers and classes only
        named=_named(frame, say),
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
    dashes = f'stroke-dasharray="1 {frame.side - 1}" stroke-dashoffset=".5"'
    return (
        f'<g class="grid" {dashes}><path d="M0 {frame.down / 2:g}h{frame.across}" stroke-width="{frame.down}"/>'
        f'<path d="M{frame.across / 2:g} 0v{frame.down}" stroke-width="{frame.across}"/></g>'
    )


def _worst(mismatch: Mismatch, frame: _Frame) -> str:
    """Ring the cell that the worst entry is in."""
    index = (0, 0, *mismatch.worst.index)[-2:] if mismatch.worst and mismatch.actual_shape else ()
    inside = [0 <= at < size for at, size in zip(index, (frame.tall, frame.wide), strict=False)]
    if not index or not all(inside):
        return ""
    row = _cell(index[0], frame.rows, frame.tall)
    column = _cell(index[1], frame.columns, frame.wide)
    y, x = ((at + 0.5) * frame.side for at in (row, column))
    return f'<circle class="worst" cx="{x:g}" cy="{y:g}" r="{frame.side / 2 - 2:g}"/>'


def _cell(index: int, cells: int, entries: int) -> int:
    """Return the cell that an entry is in: block n begins at entry n * entries // cells."""
    return ((index + 1) * cells - 1) // entries


def _indices(frame: _Frame) -> str:
    """Return the indices along both axes as text, as many as there is room for."""
    wide = 10 + 7 * len(str(frame.wide - 1))
    across = "".join(
        f'<text x="{(cell + 0.5) * frame.side:g}" y="-6">{entry}</text>'
        for cell, entry in _ticks(frame.columns, frame.wide, wide / frame.side)
    )
    down = "".join(
        f'<text x="-6" y="{(cell + 0.5) * frame.side + 4:g}">{entry}</text>'
        for cell, entry in (_ticks(frame.rows, frame.tall, 15 / frame.side) if frame.rows > 1 else ())
    )
    return f'<g text-anchor="middle">{across}</g><g text-anchor="end">{down}</g>'


def _ticks(cells: int, entries: int, room: float) -> list[tuple[int, int]]:
    """Return cells to label and the entries at which they begin, `room` cells apart at least, with first and last."""
    if not cells:
        return []
    step = next(step for step in (1, 2, 5, 10, 20, 50) if step >= room or step >= cells)
    marked = list(range(0, cells, step))
    last = cells - 1
    if last - marked[-1] >= room:
        marked.append(last)
    elif len(marked) > 1:
        marked[-1] = last
    return [(cell, entries - 1 if cell == last else cell * entries // cells) for cell in marked]


def _named(frame: _Frame, say: Catalogue) -> Markup:
    """Return what the axes count."""
    both = frame.rows > 1
    across = Markup('<text class="unit" x="0" y="-20">{}</text>').format(say("heat.column" if both else "heat.entry"))
    turned = Markup('<text class="unit" text-anchor="end" transform="translate({} 0) rotate(-90)">{}</text>')
    return across + (turned.format(10 - frame.left, say("heat.row")) if both else Markup(""))
