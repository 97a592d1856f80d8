"""Where the errors of an array lie, drawn with characters: the heat map of the page for a terminal.

A cell is one block of shades, or a digit where the terminal knows no others: 1 to 4 as the error grows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report import svg
from grader.report.catalogue import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.report.catalogue import Catalogue
    from grader.score import Mismatch

SHADES = "\u00b7\u2591\u2592\u2593\u2588\u00d7"  # allowed, four steps of wrong, NaN or infinite
PLAIN = ".1234x"


def heat_map(mismatch: Mismatch, *, width: int, shades: bool = True, say: Catalogue = ENGLISH) -> list[str]:
    """Return the picture of a mismatch as lines of at most `width` characters, and what its signs mean.

    The index of the first entry stands beside each row; of the columns, first and last are named.
    """
    picture = mismatch.picture or ()
    columns = max((len(row) for row in picture), default=0)
    if not columns:
        return []
    signs, begins = (SHADES if shades else PLAIN), svg.bounds(mismatch)
    tall, wide = svg.entries(mismatch)
    names = [str(at * tall // len(picture)) if len(picture) > 1 else "" for at in range(len(picture))]
    left = max(map(len, names))
    across = 2 if left + 1 + 2 * columns <= width else 1
    drawn = ["".join(signs[svg.level(ratio, begins)] * across for ratio in row) for row in picture]
    lines = [f"{'':{left}} {_columns(columns * across, wide)}"] if columns > 1 else []
    lines += [f"{name:>{left}} {row}".rstrip() for name, row in zip(names, drawn, strict=True)]
    return [line[:width] for line in lines] + list(_legend(mismatch, signs, width, say))


def _columns(room: int, wide: int) -> str:
    """Return the indices of the first and the last column over a row of `room` characters."""
    last = str(wide - 1)
    return f"0{last:>{room - 1}}" if room > len(last) + 1 else "0"


def _legend(mismatch: Mismatch, signs: str, width: int, say: Catalogue) -> Iterator[str]:
    """Yield what the signs mean, as many to a line as there is room for."""
    line, gap = say("heat.key"), " "
    for step, name in svg.legend(mismatch, say):
        told = f"{gap}{signs[step]} {name}"
        if len(line) + len(told) > width:
            yield line
            line, told = "", told.lstrip(" ")
        line, gap = line + told, "   "
    yield line
    if svg.in_blocks(mismatch):
        yield say("heat.blocks")
