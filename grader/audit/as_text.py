"""An audit as tables for the terminal: what is found first, then summaries; the grid itself is for the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.audit import words
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from grader.audit.judged import Margin
    from grader.audit.whole import Audit

WIDE = 120  # columns of what goes into a file or a pipe
WORST = 8  # rows of what is listed worst first


def to_text(audit: Audit, *, quiet: bool = False) -> str:
    """Return an audit as text; with `quiet` only what is found."""
    buffer = io.StringIO()
    console = Console(file=buffer, width=WIDE, no_color=True, highlight=False)
    for part in _parts(audit, quiet=quiet):
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _parts(audit: Audit, *, quiet: bool) -> Iterator[RenderableType]:
    yield Text(verdict(audit))
    if audit.findings:
        yield _findings(audit)
    yield from (Text(f"Note: {one_line(note)}") for note in audit.notes)
    if not quiet:
        yield _mistakes(audit)
        yield _submissions(audit)
        yield _margins(audit)


def verdict(audit: Audit) -> str:
    """Return one line: sound, or how much is to be mended."""
    count, accepted = len(audit.open), len(audit.findings) - len(audit.open)
    said = f"{words.counted(count, 'finding')} to be mended" if count else "sound"
    return f"{audit.assignment}: {said}" + (f", {accepted} accepted" if accepted else "")


def _findings(audit: Audit) -> Table:
    table = _table("Finding", "What")
    for one in audit.findings:
        said = one_line(one.text) + (f" Accepted: {one_line(one.accepted)}" if one.accepted else "")
        table.add_row(Text(("(accepted) " if one.accepted else "") + one_line(one.id)), Text(said))
    return table


def _mistakes(audit: Audit) -> Table:
    matrix = audit.matrix
    caught = [row for row in matrix.rows if row.lost]
    table = _table("Mistakes by checks", "")
    tripped = [check for check in matrix.checks if matrix.trips(check)]
    table.add_row("mistakes that some check catches", f"{len(caught)} of {len(matrix.rows)}")
    table.add_row("checks that some mistake loses", f"{len(tripped)} of {len(matrix.checks)}")
    table.add_row("groups that lose the same checks", str(len(matrix.groups.same_checks)))
    table.add_row("groups that give the same outputs, too", str(len(matrix.groups.outputs)))
    costs = sorted(matrix.rows, key=lambda row: -row.costs)[:WORST]
    table.add_row("what costs most", Text(", ".join(f"{row.mistake} {row.costs:g}" for row in costs)))
    beyond = [f"{row.mistake} {row.elsewhere:g}" for row in matrix.worst(WORST)]
    table.add_row("what costs points beyond its own part", Text(", ".join(beyond) or "nothing"))
    return table


def _submissions(audit: Audit) -> Table:
    measured = audit.measured
    table = _table("Submission", "Points", "What it is")
    table.columns[1].justify = "right"
    rows = [(measured.reference, "the reference")]
    rows += [(trial, words.STUBS.get(trial.name, "")) for trial in measured.stubs]
    rows += [(trial, "a perfect sample") for trial in measured.samples]
    for trial, what in rows:
        table.add_row(Text(one_line(trial.name)), f"{trial.earned:g} / {trial.most:g}", what)
    return table


def _margins(audit: Audit) -> Table:
    names = ("noise", "elsewhere", "float32", "samples", "nearest mistake", "slowest call")
    table = _table("Error / allowed of the check", *names)
    for one in audit.margins:
        table.add_row(Text(one.check), *_cells(one))
    return table


def _cells(one: Margin) -> Sequence[str | Text]:
    near = Text(f"{words.share(one.nearest.ratio)} {one.nearest.mistake}" if one.nearest else "-")
    ratios = (one.noise, one.elsewhere, one.single, one.right)
    return (*map(words.share, ratios), near, words.seconds(one.slowest) if one.limit else "-")


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
