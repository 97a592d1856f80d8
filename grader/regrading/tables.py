"""Tables for the terminal: near misses, and what changed from one set of reports to another.

Names and reasons hold texts of students, so every cell is made harmless and short, and rich reads no markup in it.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.report.escape import bounded, one_line
from grader.report.words import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import RenderableType

    from grader.near import Listed
    from grader.regrading.differ import Change, Difference, Differences

NAME, CELL, REASON = 60, 80, 300  # characters of a name, of another cell, of a reason
NAMED = 6  # submissions in one line
WIDE = 120  # columns of what goes into a file or a pipe


def differences(found: Differences) -> str:
    """Return what changed, as tables and a sentence."""
    console = _console()
    return _printed(console, _parts(found, console.width))


def _parts(found: Differences, width: int) -> Iterator[RenderableType]:
    if found.rubric:
        table = _table("In the rubric", "What", "Before", "After")
        for change in found.rubric:
            table.add_row(*_cells(change.id, change.what, change.before, change.after))
        yield table
    if found.submissions:
        table = _table("Submission", "Before", "After", "Points", "Why")
        table.columns[1].max_width = table.columns[2].max_width = width // 6
        table.columns[3].justify = "right"
        for place, difference in enumerate(found.submissions):
            if place:
                table.add_row()
            _add(table, difference, width // 3, several=len({one.assignment for one in found.submissions}) > 1)
        yield table
    yield Text(_summary(found))


def _add(table: Table, difference: Difference, room: int, *, several: bool) -> None:
    """Add the lines of one submission, whose names have `room` columns."""
    name = one_line(bounded(difference.submission, NAME))
    name += f" ({one_line(bounded(difference.assignment, NAME))})" if several else ""
    pairs = zip(difference.score, difference.max_score, strict=True)
    scores = ["-" if score is None else f"{score:g}/{most:g}" for score, most in pairs]
    said = {"new": ("only in the new reports",), "removed": ("only in the old reports",)}
    why = _reasons(said.get(difference.kind, difference.why))
    cells = [name, *scores, _gain(difference.points), why]
    table.add_row(*(Text(cell, style="bold") for cell in cells))
    for change in difference.changes:
        told = [_of(change, place) for place in (0, 1)]
        table.add_row(*_cells(_called(change, room - 4), *told, _gain(change.points)), _why(change, why))


def _called(change: Change, room: int) -> str:
    indent, name = ("  ", one_line(change.title)) if change.kind == "item" else ("    ", one_line(change.id))
    return indent + (name if len(name) <= room else f"{name[: room - 3].rstrip(' ,:')}...")


def _of(change: Change, place: int) -> str:
    """Return points before or after, with the verdict where that changed."""
    points, verdict = (change.before, change.after)[place], change.verdicts[place]
    if change.verdicts[0] == change.verdicts[1] or verdict == points:
        return points
    return f"{verdict} {points}"


def _why(change: Change, above: str) -> Text:
    """Return the reasons of a change, unless they are those of the submission, which stand above it."""
    why = _reasons(change.why)
    return Text("" if why == above else why)


def _reasons(why: Iterable[str]) -> str:
    return "; ".join(one_line(bounded(reason, REASON)) for reason in why)


def _gain(points: float) -> str:
    return f"{points:+g}" if points else ""


def _summary(found: Differences) -> str:
    changed = [one for one in found.submissions if one.kind == "changed"]
    parts = [f"{plural(len(changed), 'submission')} changed"]
    parts += [f"{count} {kind}" for kind in ("new", "removed") if (count := _count(found, kind))]
    parts.append(f"{found.same} unchanged")
    gains = [one.points for one in changed if one.points]
    told = f" Scores: {len(gains)} changed, by {min(gains):+g} to {max(gains):+g}." if gains else ""
    return f"{', '.join(parts)}.{told}"


def _count(found: Differences, kind: str) -> int:
    return sum(one.kind == kind for one in found.submissions)


def near_misses(found: Sequence[Listed], reports: int) -> str:
    """Return the near misses as a table, or a sentence that there are none."""
    if not found:
        return (
            f"No near misses in {plural(reports, 'report')}: every error is below half or above twice its tolerance.\n"
        )
    several = len({one.assignment for one in found}) > 1
    table = _table("Check", "Case", "Output", "Verdict", "Error / allowed", "The other verdict with", "Submissions")
    for one in found:
        name = f"{one.check} ({one.assignment})" if several else one.check
        verdict, ratio = "passed" if one.passed else "wrong", f"{one.least:.3g}"
        ratio += f" to {one.most:.3g}" if f"{one.most:.3g}" != ratio else ""
        table.add_row(*_cells(name, one.case, one.output, verdict, ratio, _other(one)), Text(_some(one.submissions)))
    return _printed(_console(), [table])


def _other(one: Listed) -> str:
    text = f"tolerance x {one.factor:g}"
    if one.rtol is None or one.atol is None:
        return text
    return f"{text} (rtol {one.rtol * one.factor:.3g}, atol {one.atol * one.factor:.3g})"


def _some(names: Sequence[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED + 1 else ""
    return ", ".join(one_line(bounded(name, NAME)) for name in (names[:NAMED] if more else names)) + more


def _cells(*texts: str) -> list[Text]:
    """Return cells; the indent at the beginning stays."""
    return [Text(text[: len(text) - len(text.lstrip(" "))] + one_line(bounded(text, CELL))) for text in texts]


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def _console() -> Console:
    """Return a console as wide as the terminal, with colours where there is one."""
    real = Console()
    return Console(
        file=io.StringIO(),
        width=real.width if real.is_terminal else WIDE,
        force_terminal=real.is_terminal,
        color_system="standard" if real.is_terminal else None,
    )


def _printed(console: Console, parts: Iterable[RenderableType]) -> str:
    with console.capture() as captured:
        for part in parts:
            console.print(part, highlight=False, markup=False, emoji=False)
            console.print()
    return "\n".join(line.rstrip() for line in captured.get().rstrip().splitlines()) + "\n"
