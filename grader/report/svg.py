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

from grader.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

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
