"""An audit as tables for the terminal: what is found first, then summaries; the grid itself is for the page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from grader.audit import words
from grader.report.catalogue import SPOKEN
from grader.report.escape import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from grader.audit.whole import Audit
    from grader.report.catalogue import Catalogue

WIDE = 120  # columns of what goes into a file or a pipe
WORST = 8  # rows of what is listed worst first


def to_text(audit: Audit, *, quiet: bool = False, language: str = SPOKEN) -> str:
    """Return an audit as text; with `quiet` only what is found."""
    buffer = io.StringIO()
    console = Console(file=buffer, width=WIDE, no_color=True, highlight=False)
    say = words.words_of(language)
    for part in _parts(words.in_language(audit, say), say, quiet=quiet):
        console.print(part)
    return "\n".join(line.rstrip() for line in buffer.getvalue().splitlines()) + "\n"


def _parts(audit: Audit, say: Catalogue, *, quiet: bool) -> Iterator[RenderableType]:
    yield Text(verdict(audit, say))
    if audit.findings:
        yield _findings(audit, say)
    yield from (Text(say("audit.note", text=one_line(note))) for note in audit.notes)
    if not quiet:
        yield _mistakes(audit, say)
        yield _submissions(audit, say)
        yield _extremes(audit, say)


def verdict(audit: Audit, say: Catalogue) -> str:
    """Return one line: sound, or how much is to be mended."""
    accepted = len(audit.findings) - len(audit.open)
    more = f", {say('audit.accepted', count=accepted)}" if accepted else ""
    return f"{audit.assignment}: {words.state(audit, say)}{more}"


def _findings(audit: Audit, say: Catalogue) -> Table:
    table = _table(say("finding.id"), say("finding.what"))
    for one in audit.findings:
        why = f" {say('finding.accepted_as', reason=one_line(one.accepted))}" if one.accepted else ""
        name = say("finding.accepted_mark", id=one_line(one.id)) if one.accepted else one_line(one.id)
        table.add_row(Text(name), Text(one_line(one.text) + why))
    return table


def _mistakes(audit: Audit, say: Catalogue) -> Table:
    matrix = audit.matrix
    caught = [row for row in matrix.rows if row.lost]
    table = _table(say("summary.mistakes"), "")
    tripped = [check for check in matrix.checks if matrix.trips(check)]
    table.add_row(say("summary.caught"), say("audit.of", part=len(caught), all=len(matrix.rows)))
    table.add_row(say("summary.tripped"), say("audit.of", part=len(tripped), all=len(matrix.checks)))
    table.add_row(say("summary.same_checks"), str(len(matrix.groups.same_checks)))
    table.add_row(say("summary.same_outputs"), str(len(matrix.groups.outputs)))
    costs = sorted(matrix.rows, key=lambda row: -row.costs)[:WORST]
    table.add_row(say("summary.most"), Text(", ".join(f"{row.mistake} {row.costs:g}" for row in costs)))
    beyond = [f"{row.mistake} {row.elsewhere:g}" for row in matrix.worst(WORST)]
    table.add_row(say("summary.beyond"), Text(", ".join(beyond) or say("summary.nothing")))
    return table


def _submissions(audit: Audit, say: Catalogue) -> Table:
    measured = audit.measured
    table = _table(say("summary.submission"), say("summary.points"), say("summary.what"))
    table.columns[1].justify = "right"
    rows = [(measured.reference, say("submissions.reference"))]
    rows += [(trial, say(f"stub.{trial.name}")) for trial in measured.stubs]
    for trial, what in rows:
        table.add_row(Text(trial.name), f"{trial.earned:g} / {trial.most:g}", what)
    full = [trial for trial in measured.samples if trial.earned >= trial.most]
    if measured.samples:
        table.add_row(
            say("summary.samples"), say("audit.of", part=len(full), all=len(measured.samples)), say("summary.full")
        )
    return table


def _extremes(audit: Audit, say: Catalogue) -> Table:
    """Show for everything that has a bound where the course comes nearest to it."""
    bounds, checks = audit.bounds, audit.margins
    table = _table(*(say(f"extremes.{name}") for name in ("heading", "worst", "check", "bound")))
    rounding, right = (say("extremes.over", bound=f"{bound:g}") for bound in (bounds.rounding, bounds.right))
    ratios: tuple[tuple[str, list[tuple[float | None, str]], str], ...] = (
        ("noise", [(one.noise, one.check) for one in checks], rounding),
        ("elsewhere", [(one.elsewhere, one.check) for one in checks], rounding),
        ("single", [(one.single, one.check) for one in checks], say("extremes.never")),
        ("samples", [(one.right, f"{one.check} ({one.sample})") for one in checks], right),
    )
    for what, found, bound in ratios:
        known = [(ratio, where) for ratio, where in found if ratio is not None]
        if known:
            ratio, where = max(known)
            table.add_row(say(f"extremes.{what}"), words.share(ratio, say), Text(where), bound)
    near = [(one.nearest.ratio, f"{one.check} ({one.nearest.mistake})") for one in checks if one.nearest]
    if near:
        ratio, where = min(near)
        bound = say("extremes.below", bound=f"{bounds.mistake:g}")
        table.add_row(say("extremes.mistakes"), words.share(ratio, say), Text(where), bound)
    slowest = max((one for one in checks if one.limit), key=lambda one: one.slowest / one.limit, default=None)
    if slowest is not None:
        times = f"{words.seconds(slowest.slowest)} {say('margins.of', limit=f'{slowest.limit:g}')}"
        bound = say("extremes.over_limit", bound=f"{bounds.time:g}")
        table.add_row(say("extremes.time"), times, Text(slowest.check), bound)
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold")
    return table
