"""What every page of the terminal is made of: styles, short texts, indented lines, and a console that writes to a text.

Rich is told nothing in its markup language: every piece is a `Text`, so that a student's `[red]` stays what it is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from grader.report.catalogue import ENGLISH
from grader.report.escape import bounded, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rich.console import RenderableType
    from rich.text import Text

    from grader.report.catalogue import Catalogue
    from grader.report.words import Tone

STYLES: Mapping[Tone, str] = {
    "good": "green",
    "partial": "yellow",
    "bad": "red",
    "quiet": "dim",
    "ours": "magenta",
}
LIMIT = 300  # characters of one feedback: about three lines


def short(text: str, limit: int = LIMIT, say: Catalogue = ENGLISH) -> str:
    """Return a text on one line, harmless, of at most `limit` characters."""
    return one_line(bounded(text, limit, say))


def indented(part: RenderableType, left: int) -> RenderableType:
    """Return a part that begins `left` columns from the edge, in each of its lines."""
    from rich.padding import Padding  # noqa: PLC0415 - 40 ms that JSON and HTML do not need

    return Padding(part, (0, 0, 0, left))


def line(*pieces: str | tuple[str, str]) -> Text:
    """Return a line of plain pieces and (piece, style) pairs."""
    from rich.text import Text  # noqa: PLC0415

    return Text.assemble(*pieces)


def printed(parts: Iterable[RenderableType], *, width: int, colour: bool) -> str:
    """Return what a console of this width would show: with colours, or as plain text without spaces at line ends."""
    from rich.console import Console  # noqa: PLC0415

    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        for part in parts:
            console.print(part, soft_wrap=False, highlight=False, markup=False, emoji=False)
    return "".join(f"{shown.rstrip()}\n" for shown in captured.get().splitlines())
