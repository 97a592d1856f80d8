"""One check in full for the terminal: what the page shows of it, without folding anything away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report import blocks, catalogue, evidence, spoken, view, words
from grader.report.as_text import handout, headline, place
from grader.report.escape import bounded, visible
from grader.report.terminal import STYLES, indented, line, printed, short
from grader.report.words import index, number, points, shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from rich.console import RenderableType

    from grader.report.catalogue import Catalogue
    from grader.score import (
        CaseResult,
        CheckResult,
        Counterexample,
        GradientRow,
        ItemResult,
        Mismatch,
        Place,
        ScoreReport,
    )

TEXT, VALUE, OUTPUT = 1000, 400, 4000  # characters of a text, of an input, of what was printed
ROWS = 12  # of a gradient check


def to_explanation(  # noqa: PLR0913 - beside report and check, what a terminal is like
    report: ScoreReport,
    name: str,
    *,
    width: int = 80,
    colour: bool = False,
    shades: bool = True,
    language: str = catalogue.SPOKEN,
) -> str:
    """Return all that a report holds about one of its checks, or that this version of it does not show the check."""
    say = catalogue.of(language)
    told = spoken.in_language(report, say)
    found = find(told).get(name)
    parts = _parts(told, found, width, say, shades=shades) if found else [line(say("terminal.not_shown", check=name))]
    return printed(parts, width=width, colour=colour)


def find(report: ScoreReport) -> dict[str, tuple[ItemResult, CheckResult]]:
    """Return the checks that this reader may see, by id, with their rubric items."""
    shown = {id(check) for check in view.shown_checks(report)}
    return {check.id: (item, check) for item in report.items for check in item.checks if id(check) in shown}


def _parts(
    report: ScoreReport, found: tuple[ItemResult, CheckResult], width: int, say: Catalogue, *, shades: bool
) -> Iterator[RenderableType]:
    item, check = found
    yield line((short(report.submission, 120), "bold"), "  ", (short(report.title), "dim"))
    yield line("")
    yield headline(check, say)
    yield line((f"{short(item.title)}  {short(item.id)}{handout(item, say)}", "dim"))
    yield from _explained(check, say)
    yield from _texts([check.feedback, *check.notes], say)
    if report.audience == "instructor":
        yield from _for_instructors(check, say)
    if check.carried:
        yield from _carried(check, say)
    if check.counterexample:
        yield from _example(check.counterexample, say)
    if check.mismatch:
        yield from _mismatch(check.mismatch, width, say, shades=shades)
    yield from _cases(check, say)
    yield line("")


def _heading(text: str) -> Iterator[RenderableType]:
    yield line("")
    yield line((text, "bold"))


def _texts(texts: Iterable[str], say: Catalogue, left: int = 0) -> Iterator[RenderableType]:
    for text in filter(None, texts):
        yield indented(line(short(text, TEXT, say)), left)


def _block(text: str, left: int, say: Catalogue) -> RenderableType:
    """Return several lines of a student's text as they are, but harmless."""
    return indented(line(visible(bounded(text, OUTPUT, say)).rstrip("\n")), left)


def _explained(check: CheckResult, say: Catalogue) -> Iterator[RenderableType]:
    """Yield what is behind the failure and where the code stands, after an empty line if anything is told at all."""
    if check.parts_at_fault or check.diagnosis or check.location or check.feedback or check.notes:
        yield line("")
    if check.parts_at_fault:
        yield line((evidence.elsewhere(check, say), "bold"))
    if len(check.diagnosis) > 1:
        yield line(say("check.one_of"))
    for diagnosis in check.diagnosis:
        text = short(diagnosis.text, TEXT, say)
        yield line((f"- {text}" if len(check.diagnosis) > 1 else text, "bold"))
    if check.location:
        yield line((place(check, say), "dim"))


def _for_instructors(check: CheckResult, say: Catalogue) -> Iterator[RenderableType]:
    if check.visibility != "visible":
        yield line((say(f"shown.{check.visibility}"), "dim"))
    if check.near:
        yield line((say("near.tag", ratio=words.times(check.near.ratio, say)), "dim"))


def _carried(check: CheckResult, say: Catalogue) -> Iterator[RenderableType]:
    found = check.carried
    if found is None:
        return
    counts = evidence.carried_counts(check)
    scored = say("carried.points", points=points(check.points, say), most=points(check.max_points, say))
    given = say("carried.given", names=short(", ".join(found.given), 120))
    rows = [
        ("", say("carried.verdict"), say("carried.counts")),
        (say("carried.own"), words.verdict(check.verdict, say), say("carried.no") if counts else scored),
        (given, words.verdict(found.verdict, say), scored if counts else say("carried.no")),
    ]
    yield from _heading(say("carried.heading"))
    yield indented(_table(rows), 2)
    yield from _texts([found.feedback], say, 2)


def _example(found: Counterexample, say: Catalogue) -> Iterator[RenderableType]:
    rows = [(say("example.input"), name, text) for name, text in found.inputs.items()]
    rows += [(say("example.actual"), found.output, found.actual)]
    rows += [(say("example.expected"), found.output, found.expected)] if found.expected else []
    yield from _heading(say("example.heading"))
    yield indented(_table(rows), 2)
    yield from _texts([found.feedback], say, 2)


def _mismatch(found: Mismatch, width: int, say: Catalogue, *, shades: bool) -> Iterator[RenderableType]:
    case = say("mismatch.case", name=short(found.case, VALUE)) if found.case else ""
    extent = words.extent(found, say)
    yield from _heading(f"{short(found.output, VALUE)}{case}{f': {extent}' if extent else ''}")
    if found.first or found.worst:
        yield indented(_table(_places(found, say), right=True), 2)
    if found.gradient:
        yield indented(_table(_gradient(found.gradient, say), right=True), 2)
        left = len(found.gradient) - ROWS
        yield from _texts([say.count("mismatch.more_rows", left) if left > 0 else ""], say, 2)
    yield from _texts(_said(found, say), say, 2)
    if found.picture:
        yield line("")
        for drawn in blocks.heat_map(found, width=max(width - 2, 20), shades=shades, say=say):
            yield indented(line(drawn), 2)


def _places(found: Mismatch, say: Catalogue) -> list[tuple[str, ...]]:
    heads = ("entry", "actual", "expected", "error", "allowed")
    rows = [tuple(say(f"mismatch.{head}") for head in heads)]
    return rows + [_place(key, spot, say) for key, spot in (("first", found.first), ("worst", found.worst)) if spot]


def _place(key: str, spot: Place, say: Catalogue) -> tuple[str, ...]:
    name = f"{say(f'mismatch.{key}')} {index(spot.index)}"
    return name, number(spot.actual), number(spot.expected), number(spot.error, 3), number(spot.allowed, 3)


def _gradient(found: Sequence[GradientRow], say: Catalogue) -> list[tuple[str, ...]]:
    heads = ("parameter", "analytic", "numerical", "relative_error")
    rows = [tuple(say(f"mismatch.{head}") for head in heads)]
    for row in found[:ROWS]:
        name = f"{row.parameter} {index(row.index)}"
        rows.append((name, number(row.analytic), number(row.numerical), number(row.relative_error, 3)))
    return rows


def _said(found: Mismatch, say: Catalogue) -> Iterator[str]:
    """Yield what the figures mean: shapes, what is allowed, what the worst is."""
    if found.actual_shape is not None or found.expected_shape is not None:
        yield say("mismatch.shapes", actual=shape(found.actual_shape), expected=shape(found.expected_shape))
    if found.rtol or found.atol:
        bound = f"{number(found.atol, 3)} + {number(found.rtol, 3)} \u00b7 {say('mismatch.tolerance_last')}"
        yield f"{say('mismatch.tolerance')} {bound}"
    if found.worst:
        yield say("mismatch.worst_means")


def _cases(check: CheckResult, say: Catalogue) -> Iterator[RenderableType]:
    if not check.cases:
        return
    yield from _heading(say("terminal.cases"))
    with_inputs, lead = view.cases_with_inputs(check), view.leading_case(check)
    for case in check.cases:
        yield from _case(case, check, case.inputs if case in with_inputs else {}, say, leading=case is lead)


def _case(
    case: CaseResult, check: CheckResult, inputs: Mapping[str, str], say: Catalogue, *, leading: bool
) -> Iterator[RenderableType]:
    style = STYLES[words.VERDICTS[case.verdict].tone]
    about = f"  {say(f'case.{case.visibility}')}, {words.duration(case.seconds, say)}"
    yield indented(line((words.verdict(case.verdict, say), style), f"  {short(case.name, VALUE)}", (about, "dim")), 2)
    told = [case.feedback, *case.notes]
    yield from _texts([text for text in told if not leading and text not in (check.feedback, *check.notes)], say, 4)
    if inputs:
        yield indented(_table([(name, text) for name, text in inputs.items()]), 4)
    if case.traceback:
        yield indented(line((say("check.traceback"), "dim")), 4)
        yield _block(case.traceback, 6, say)
    if case.printed:
        yield indented(line((say("check.printed_while"), "dim")), 4)
        yield _block(case.printed, 6, say)


def _table(rows: Iterable[Sequence[str]], *, right: bool = False) -> RenderableType:
    """Return rows as columns without rules; with `right` all but the first column end at its right edge."""
    from rich.table import Table  # noqa: PLC0415 - 40 ms that JSON and HTML do not need

    table = Table.grid(padding=(0, 2))
    told = [[short(cell, VALUE) for cell in row] for row in rows]
    for place_in_row in range(max(map(len, told), default=0)):
        table.add_column(justify="right" if right and place_in_row else "left", overflow="fold")
    for row in told:
        table.add_row(*map(line, row))
    return table
