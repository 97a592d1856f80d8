"""A ScoreReport for the terminal: the failing checks in a few lines each, then a table by rubric item.

The table comes last, where a terminal stands when all is printed.

On a terminal it has colours and rules; anywhere else it is plain text that a log or a file can hold. Its words are
those of the page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.report import catalogue, evidence, order, spoken, view, words
from grader.report.escape import bounded, one_line, point_at
from grader.report.terminal import STYLES, indented, line, printed, short
from grader.report.words import points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType
    from rich.table import Table
    from rich.text import Text

    from grader.report.catalogue import Catalogue
    from grader.score import CheckResult, ItemResult, Problem, ScoreReport, Verdict


def to_line(report: ScoreReport, language: str = catalogue.SPOKEN) -> str:
    """Return the whole report as one line: the name and the score."""
    say = catalogue.of(language)
    incomplete = f"  {say('page.incomplete')}" if report.status == "incomplete" else ""
    name, most = one_line(bounded(report.submission, 80, say)), points(view.decided_in_all(report), say)
    return f"{name}  {points(report.score, say)}/{most}{view.to_mark(report, '', say)}{incomplete}"


def to_text(report: ScoreReport, *, width: int = 80, colour: bool = False, language: str = catalogue.SPOKEN) -> str:
    """Return the problem that stopped the submission, the failing checks, and the table."""
    say = catalogue.of(language)
    told = spoken.in_language(view.as_told(report), say)
    return printed(_parts(told, say, plain=not colour, width=width), width=width, colour=colour)


def _parts(report: ScoreReport, say: Catalogue, *, plain: bool, width: int) -> Iterator[RenderableType]:
    people = f" ({one_line(bounded('; '.join(report.people), 120))})" if report.people else ""
    yield line((one_line(bounded(report.submission, 120)), "bold"), people, "  ", (report.title, "dim"))
    for note in report.notes:
        yield line((f"- {short(note, say=say)}", "dim"))
    if report.status == "incomplete":
        yield line((f"{say('page.incomplete')}. {say('banner.incomplete')}", "bold magenta"))
    if report.problem:
        yield line("")
        yield from problem_lines(report.problem, width, say)
    sections = order.sections(report)
    was_short = False
    for item in sections:
        lines = list(_item(item, say, stopped=view.never_ran(report)))
        if lines:
            yield from lines if was_short and len(lines) == 1 else (line(""), *lines)
            was_short = len(lines) == 1
    yield line("")
    yield _table(report, say, plain=plain)
    failing = [check.id for item in sections for check in view.sort_checks(item).failing]
    if failing:
        how = say("terminal.explain_precheck" if report.precheck else "terminal.explain", check=short(failing[0]))
        yield line((how, "dim"))
    if report.precheck:
        yield line((say("banner.precheck"), "bold"))


def problem_lines(problem: Problem, width: int, say: Catalogue) -> Iterator[RenderableType]:
    """Yield what stopped a submission: in a few words, where, the line at fault with a caret, and what it means."""
    from rich.text import Text  # noqa: PLC0415

    yield Text(short(problem.title), style="bold red")
    if problem.file:
        file = short(problem.file)
        where = say("page.line", file=file, line=problem.line) if problem.line else file
        yield indented(Text(where, style="dim"), 2)
    if problem.source:
        room = max(width - 6, 20)
        source, pointer = point_at(problem.source.expandtabs(4).strip(), _stripped_caret(problem), room)
        yield indented(Text(source, no_wrap=True, overflow="crop"), 4)
        if pointer:
            yield indented(Text(pointer, style="bold red", no_wrap=True, overflow="crop"), 4)
    yield indented(Text(short(problem.text, say=say)), 2)


def _stripped_caret(problem: Problem) -> int:
    """Return the caret's column after tabs were expanded and the indentation was taken off."""
    if problem.caret < 1:
        return 0
    before = problem.source[: problem.caret - 1].expandtabs(4)
    source = problem.source.expandtabs(4)
    return max(len(before) - (len(source) - len(source.lstrip())) + 1, 1)


def _table(report: ScoreReport, say: Catalogue, *, plain: bool) -> Table:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    rule = box.Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True) if plain else box.SIMPLE
    table = Table(box=rule, show_footer=True, pad_edge=False, padding=(0, 1), border_style="dim")
    table.add_column(say("rubric.item"), footer=_total_words(report, say), overflow="fold")
    table.add_column(say("rubric.checks"), justify="right", footer=_passed(report.items, say), no_wrap=True)
    table.add_column(
        say("rubric.points"), justify="right", footer=Text(points(report.score, say), style="bold"), no_wrap=True
    )
    table.add_column(say("terminal.of"), justify="right", footer=points(view.decided_in_all(report), say), no_wrap=True)
    for item in view.items(report):
        table.add_row(*_item_row(item, say))
    for kind, step in view.steps(report, say):
        change = f"{'-' if step.points < 0 else '+'}{points(abs(step.points), say)}" if step.points else ""
        reason = f"{kind}: {short(step.reason)}" if kind else short(step.reason)
        table.add_row(Text(reason), "", Text(change, style="red" if step.points < 0 else ""), "")
    return table


def _item_row(item: ItemResult, say: Catalogue) -> tuple[Text | str, ...]:
    extra = f" ({say('rubric.extra')})" if item.extra else ""
    if view.is_only_waiting(item):
        waiting = line((say("rubric.to_be_marked"), "dim"))
        return line(short(item.title) + extra), waiting, "", points(item.max_points, say)
    carried = evidence.carried_points(item)
    said = [view.hand_words(item, say) if item.checks else ""]
    said += [say("item.carried_short", points=points(carried, say))] if carried else []
    title = line(short(item.title) + extra, *((f" ({told})", "dim") for told in said if told))
    style = "green" if item.max_points and item.points >= item.max_points else ""
    checks = _passed((item,), say) or say("rubric.by_hand")
    if view.has_no_points(item):
        return title, checks, line((say("rubric.no_points"), "dim")), ""
    return title, checks, line((points(item.points, say), style)), points(view.decided(item), say)


def _total_words(report: ScoreReport, say: Catalogue) -> str:
    total = say("terminal.total_shown" if view.withholds(report) else "rubric.total")
    return total + view.to_mark(report, "by hand", say)


def _passed(items: tuple[ItemResult, ...], say: Catalogue) -> str:
    checks = [check for item in items for check in item.checks if not view.is_unselected(check)]
    passed = sum(check.verdict == "passed" for check in checks)
    return say("terminal.passed", passed=passed, all=len(checks)) if checks else ""


def _item(item: ItemResult, say: Catalogue, *, stopped: bool) -> Iterator[RenderableType]:
    """Yield the failing checks of an item; those not attempted share a line, an item that was not begun is one line."""
    checks = view.sort_checks(item)
    untouched = () if stopped else checks.untouched
    if not checks.failing and not untouched and not item.comment and not item.note:
        return
    begun = checks.failing or checks.passed or item.comment or item.note
    heading = (short(item.title), "bold"), (f"  {item.id}" if item.checks else "", "dim")
    if not begun:
        yield line(*heading, "  ", "; ".join(_untouched(untouched, say)))
        return
    yield line(*heading, (handout(item, say), "dim"))
    if item.note:
        yield indented(line(short(item.note)), 2)
    if item.comment:
        yield indented(line((say("terminal.comment"), "dim"), one_line(item.comment)), 2)
    for check in checks.failing:
        yield from check_lines(check, say)
    for told, names in _untouched(untouched, say).items():
        yield indented(line((f"{told}: ", "dim"), short(", ".join(names), 200)), 2)


def _untouched(checks: Sequence[CheckResult], say: Catalogue) -> dict[str, list[str]]:
    """Return how many checks have one verdict, for each that there is, with their ids: "2 checks not attempted"."""
    ids: dict[Verdict, list[str]] = {}
    for check in checks:
        ids.setdefault(check.verdict, []).append(check.id)
    return {
        say.count("terminal.untouched", len(names), verdict=words.verdict(verdict, say)): names
        for verdict, names in ids.items()
    }


def handout(item: ItemResult, say: Catalogue) -> str:
    """Return where the handout tells of an item, to stand behind its title; nothing when nobody said."""
    where = item.section or evidence.address(item)
    return f"  {say('item.handout')} {short(where, 120)}" if where else ""


def headline(check: CheckResult, say: Catalogue) -> Text:
    """Return a check's verdict, points and title on a line; points that are carried forward are told to be so."""
    score = f"  {points(check.points, say)}/{points(check.max_points, say)}  " if check.max_points else "  "
    name = f"  {short(check.id)}" if check.title else ""
    style = STYLES["partial" if evidence.carried_counts(check) else words.VERDICTS[check.verdict].tone]
    return line((evidence.told(check, say), style), score, short(check.title or check.id), (name, "dim"))


def check_lines(check: CheckResult, say: Catalogue) -> Iterator[RenderableType]:
    """Yield what is most to the point about a failing check: verdict, diagnosis, place, feedback, its second run."""
    yield indented(headline(check, say), 2)
    elsewhere = evidence.elsewhere(check, say)
    if elsewhere:
        yield indented(line((elsewhere, "bold")), 4)
    for number, diagnosis in enumerate(check.diagnosis):
        text = short(diagnosis.text, say=say)
        yield indented(line((say("terminal.or", text=text) if number else text, "bold")), 4)
    if check.location:
        yield indented(line((place(check, say), "dim")), 4)
    if check.feedback and not elsewhere:
        yield indented(line(short(check.feedback, say=say)), 4)
    if given(check, say):
        yield indented(line(given(check, say)), 4)


def place(check: CheckResult, say: Catalogue) -> str:
    """Return where in the submission a check's function is defined: "net.py, line 12: Linear.slope"."""
    found = check.location
    if found is None:
        return ""
    return f"{say('check.line', file=short(found.file, 120), line=found.line)} {short(found.name, 120)}"


def given(check: CheckResult, say: Catalogue) -> str:
    """Return how the run with given parts went, where it helped nothing: "with the given Linear: wrong"."""
    found = check.carried
    if found is None or check.parts_at_fault:
        return ""
    names = short(", ".join(found.given), 120)
    return f"{say('carried.given', names=names)}: {words.verdict(found.verdict, say)}"
