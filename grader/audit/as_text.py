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
    from collections.abc import Iterator

    from rich.console import RenderableType

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
        yield _extremes(audit)


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
    for trial, what in rows:
        table.add_row(Text(trial.name), f"{trial.earned:g} / {trial.most:g}", what)
    full = [trial for trial in measured.samples if trial.earned >= trial.most]
    if measured.samples:
        table.add_row("samples", f"{len(full)} of {len(measured.samples)}", "perfect samples that get all points")
    return table


def _extremes(audit: Audit) -> Table:
    """Show for everything that has a bound where the course comes nearest to it."""
    bounds, checks = audit.bounds, audit.margins
    table = _table("Nearest to a bound", "Worst", "In the check", "To be mended")
    rounding, right = (f"over {bound:g} of the tolerance" for bound in (bounds.rounding, bounds.right))
    ratios: tuple[tuple[str, list[tuple[float | None, str]], str], ...] = (
        ("rounding noise in the inputs", [(one.noise, one.check) for one in checks], rounding),
        ("another machine's arithmetic", [(one.elsewhere, one.check) for one in checks], rounding),
        ("single precision", [(one.single, one.check) for one in checks], "never: it is only shown"),
        ("perfect samples", [(one.right, f"{one.check} ({one.sample})") for one in checks], right),
    )
    for what, found, bound in ratios:
        known = [(ratio, where) for ratio, where in found if ratio is not None]
        if known:
            ratio, where = max(known)
            table.add_row(what, words.share(ratio), Text(where), bound)
    near = [(one.nearest.ratio, f"{one.check} ({one.nearest.mistake})") for one in checks if one.nearest]
    if near:
        ratio, where = min(near)
        table.add_row("mistakes", words.share(ratio), Text(where), f"below {bounds.mistake:g} times the tolerance")
    slowest = max((one for one in checks if one.limit), key=lambda one: one.slowest / one.limit, default=None)
    if slowest is not None:
        times = f"{words.seconds(slowest.slowest)} of {slowest.limit:g} s"
        table.add_row("time of a call", times, Text(slowest.check), f"over {bounds.time:g} of the limit")
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
