"""A ScoreReport for the terminal: a table by rubric item, then the failing checks in a few lines each.

On a terminal it has colours and rules; anywhere else it is plain text that a log or a file can hold. Rich is
told nothing in its markup language: every piece is a `Text`, so that a student's `[red]` stays what it is.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from grader.report import view, words
from grader.report.escape import bounded, one_line, point_at
from grader.report.words import plural, points

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console, RenderableType
    from rich.table import Table
    from rich.text import Text

    from grader.score import CheckResult, ItemResult, Problem, ScoreReport

_STYLES: dict[words.Tone, str] = {
    "good": "green",
    "partial": "yellow",
    "bad": "red",
    "quiet": "dim",
    "ours": "magenta",
}
_LIMIT = 300  # characters of one feedback: about three lines


def to_line(report: ScoreReport) -> str:
    """Return the whole report as one line: the name and the score."""
    incomplete = "  INCOMPLETE" if report.status == "incomplete" else ""
    name = one_line(bounded(report.submission, 80))
    return f"{name}  {points(report.score)}/{points(view.decided_in_all(report))}{view.to_mark(report)}{incomplete}"


def to_text(report: ScoreReport, *, width: int = 80, colour: bool = False) -> str:
    """Return what `print_report` would print on a console of this width."""
    from rich.console import Console  # noqa: PLC0415 - 40 ms that JSON and HTML do not need

    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
    )
    with console.capture() as captured:
        print_report(report, console)
    lines = captured.get().splitlines()
    return "\n".join(line.rstrip() for line in lines) + "\n"


def print_report(report: ScoreReport, console: Console) -> None:
    """Print the table, the problem that stopped the submission, and the failing checks."""
    for part in _parts(report, plain=not console.is_terminal, width=console.width):
        console.print(part, soft_wrap=False, highlight=False, markup=False, emoji=False)


def _parts(report: ScoreReport, *, plain: bool, width: int) -> Iterator[RenderableType]:
    from rich.text import Text  # noqa: PLC0415

    yield Text.assemble((one_line(bounded(report.submission, 120)), "bold"), "  ", (report.title, "dim"))
    for note in report.notes:
        yield _indented(Text(f"- {_short(note)}", style="dim"), 0)
    if report.status == "incomplete":
        yield Text(f"INCOMPLETE. {words.INCOMPLETE}", style="bold magenta")
    if report.problem:
        yield Text("")
        yield from _problem(report.problem, width)
    yield _table(report, plain=plain)
    told = [list(_item(item, stopped=view.never_ran(report))) for item in view.items(report)]
    for number, lines in enumerate(filter(None, told)):
        yield from (Text(""), *lines) if number else lines  # the table ends with an empty line of its own
    if report.precheck:
        yield Text(f"\n{words.PRECHECK}", style="bold")


def _short(text: str) -> str:
    return one_line(bounded(text, _LIMIT))


def _indented(text: Text, left: int) -> RenderableType:
    from rich.padding import Padding  # noqa: PLC0415

    return Padding(text, (0, 0, 0, left))


def _problem(problem: Problem, width: int) -> Iterator[RenderableType]:
    from rich.text import Text  # noqa: PLC0415

    yield Text(_short(problem.title), style="bold red")
    if problem.file:
        line = f", line {problem.line}" if problem.line else ""
        yield _indented(Text(f"{_short(problem.file)}{line}", style="dim"), 2)
    if problem.source:
        room = max(width - 6, 20)
        source, pointer = point_at(problem.source.expandtabs(4).strip(), _stripped_caret(problem), room)
        yield _indented(Text(source, no_wrap=True, overflow="crop"), 4)
        if pointer:
            yield _indented(Text(pointer, style="bold red", no_wrap=True, overflow="crop"), 4)
    yield _indented(Text(_short(problem.text)), 2)


def _stripped_caret(problem: Problem) -> int:
    """Return the caret's column after tabs were expanded and the indentation was taken off."""
    if problem.caret < 1:
        return 0
    before = problem.source[: problem.caret - 1].expandtabs(4)
    line = problem.source.expandtabs(4)
    return max(len(before) - (len(line) - len(line.lstrip())) + 1, 1)


def _table(report: ScoreReport, *, plain: bool) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rule = box.Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True) if plain else box.SIMPLE
    table = Table(box=rule, show_footer=True, pad_edge=False, padding=(0, 1), border_style="dim")
    table.add_column("Rubric item", footer=_total_words(report), overflow="fold")
    table.add_column("Checks", justify="right", footer=_passed(report.items), no_wrap=True)
    table.add_column("Points", justify="right", footer=Text(points(report.score), style="bold"), no_wrap=True)
    table.add_column("of", justify="right", footer=points(view.decided_in_all(report)), no_wrap=True)
    for item in view.items(report):
        table.add_row(*_item_row(item))
    for kind, step in view.steps(report):
        change = f"{'-' if step.points < 0 else '+'}{points(abs(step.points))}" if step.points else ""
        reason = f"{kind}: {_short(step.reason)}" if kind else _short(step.reason)
        table.add_row(Text(reason), "", Text(change, style="red" if step.points < 0 else ""), "")
    return table


def _item_row(item: ItemResult) -> tuple[Text | str, ...]:
    from rich.text import Text  # noqa: PLC0415

    title = Text(_short(item.title) + (" (extra credit)" if item.extra else ""))
    if view.is_only_waiting(item):
        return title, Text("to be marked", style="dim"), "", points(item.max_points)
    style = "green" if item.max_points and item.points >= item.max_points else ""
    hand = view.hand_words(item) if item.checks else ""
    title.append(f" ({hand})" if hand else "", style="dim")
    checks = _passed((item,)) or "by hand"
    return title, checks, Text(points(item.points), style=style), points(view.decided(item))


def _total_words(report: ScoreReport) -> str:
    total = "Total of what is shown" if view.withholds(report) else "Total"
    return total + view.to_mark(report, "by hand")


def _passed(items: tuple[ItemResult, ...]) -> str:
    checks = [check for item in items for check in item.checks if not view.is_unselected(check)]
    return f"{sum(check.verdict == 'passed' for check in checks)} of {len(checks)}" if checks else ""


def _item(item: ItemResult, *, stopped: bool) -> Iterator[RenderableType]:
    """Yield the failing checks of an item; those not attempted share a line."""
    from rich.text import Text  # noqa: PLC0415

    checks = view.sort_checks(item)
    untouched = () if stopped else checks.untouched
    if not checks.failing and not untouched and not item.comment and not item.note:
        return
    yield Text.assemble((_short(item.title), "bold"), (f"  {item.id}" if item.checks else "", "dim"))
    if item.note:
        yield _indented(Text(_short(item.note)), 2)
    if item.comment:
        yield _indented(Text.assemble(("comment: ", "dim"), one_line(item.comment)), 2)
    for check in checks.failing:
        yield from _check(check)
    for verdict in dict.fromkeys(check.verdict for check in untouched):
        names = [_short(check.title or check.id) for check in untouched if check.verdict == verdict]
        if names:
            label = f"{plural(len(names), 'check')} {words.VERDICTS[verdict].label}: "
            yield _indented(Text.assemble((label, "dim"), "; ".join(names)), 2)


def _check(check: CheckResult) -> Iterator[RenderableType]:
    """Yield one to three lines: verdict and title, the diagnosis or else a note, the feedback."""
    from rich.text import Text  # noqa: PLC0415

    told = words.VERDICTS[check.verdict]
    score = f"  {points(check.points)}/{points(check.max_points)}  " if check.max_points else "  "
    title = _short(check.title or check.id)
    name = (f"  {check.id}", "dim") if check.title else ""
    yield _indented(Text.assemble((told.label, _STYLES[told.tone]), score, title, name), 2)
    for diagnosis in check.diagnosis[:1]:
        yield _indented(Text(_short(diagnosis.text), style="bold"), 4)
    if check.feedback:
        yield _indented(Text(_short(check.feedback)), 4)
