"""What a student reads at each save: what changed since the last run, and what is left, in short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.report import catalogue, evidence, view
from grader.report.as_text import headline, problem_lines
from grader.report.terminal import indented, line, printed, short
from grader.report.words import points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from grader.score import CheckResult, ScoreReport

say = catalogue.ENGLISH
FEW = 6  # checks of one group


@dataclass(frozen=True)
class Change:
    """The checks of a run by what became of them since another; `score` is of both."""

    now_passing: tuple[CheckResult, ...]
    now_failing: tuple[CheckResult, ...]
    still_failing: tuple[CheckResult, ...]
    not_attempted: int
    score: tuple[float, float]


def between(old: ScoreReport, new: ScoreReport) -> Change:
    """Sort the checks of the new report by how they went in both. A check that the old one lacks had not passed."""
    before = {check.id for check in view.shown_checks(old) if check.verdict == "passed"}
    sorted_items = [view.sort_checks(item) for item in new.items]
    passed = [check for item in sorted_items for check in item.passed]
    failing = [check for item in sorted_items for check in item.failing]
    untouched = [check for item in sorted_items for check in item.untouched]
    return Change(
        tuple(check for check in passed if check.id not in before),
        tuple(check for check in (*failing, *untouched) if check.id in before),
        tuple(check for check in failing if check.id not in before),
        sum(check.id not in before for check in untouched),
        (old.score, new.score),
    )


def to_change(old: ScoreReport, new: ScoreReport, *, at: str, width: int = 80, colour: bool = False) -> str:
    """Return what changed from the old run to the new, which was made at this time of day, and what still fails."""
    return printed(_parts(old, new, at, width), width=width, colour=colour)


def _parts(old: ScoreReport, new: ScoreReport, at: str, width: int) -> Iterator[RenderableType]:
    if view.never_ran(new) and new.problem:  # then nothing is known of any check
        yield line((at, "dim"))
        yield from problem_lines(new.problem, width)
        return
    change = between(old, new)
    yield line((f"{at}  ", "dim"), (_score(change, new), "bold"))
    if new.problem:
        yield from problem_lines(new.problem, width)
    yield from _group(say("change.now_passing"), change.now_passing, "bold green")
    yield from _group(say("change.now_failing"), change.now_failing, "bold red")
    yield from _group(say("change.still_failing"), change.still_failing, "bold")
    if change.not_attempted:
        yield line("")
        yield line((say.count("change.not_attempted", change.not_attempted), "dim"))


def _score(change: Change, new: ScoreReport) -> str:
    before, now = map(points, change.score)
    most = points(view.decided_in_all(new))
    return say("change.same" if before == now else "change.points", before=before, now=now, most=most)


def _group(title: str, checks: Sequence[CheckResult], style: str) -> Iterator[RenderableType]:
    """Yield a few checks of a group, first those that lost points, with the most telling sentence about each."""
    if not checks:
        return
    yield line("")
    yield line((f"{title} ({len(checks)})", style))
    for check in sorted(checks, key=evidence.carried_counts)[:FEW]:
        yield indented(headline(check), 2)
        told = "" if check.verdict == "passed" else _sentence(check)
        if told:
            yield indented(line(told), 4)
    if len(checks) > FEW:
        yield indented(line((say("change.more", count=len(checks) - FEW), "dim")), 2)


def _sentence(check: CheckResult) -> str:
    text = next((found.text for found in check.diagnosis), check.feedback)
    return short(text)
