"""What a student reads at each save: what changed since the last run, and what is left, in short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.report import catalogue, evidence, spoken, view
from grader.report.as_text import headline, problem_lines
from grader.report.terminal import indented, line, printed, short
from grader.report.words import points

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from grader.report.catalogue import Catalogue
    from grader.score import CheckResult, ScoreReport

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


def to_change(  # noqa: PLR0913 - beside two reports, what a terminal is like
    old: ScoreReport,
    new: ScoreReport,
    *,
    at: str,
    width: int = 80,
    colour: bool = False,
    language: str = catalogue.SPOKEN,
) -> str:
    """Return what changed from the old run to the new, which was made at this time of day, and what still fails."""
    say = catalogue.of(language)
    told = spoken.in_language(new, say)
    return printed(_parts(old, told, at, width, say), width=width, colour=colour)


def _parts(old: ScoreReport, new: ScoreReport, at: str, width: int, say: Catalogue) -> Iterator[RenderableType]:
    if view.never_ran(new) and new.problem:  # then nothing is known of any check
        yield line((at, "dim"))
        yield from problem_lines(new.problem, width, say)
        return
    change = between(old, new)
    yield line((f"{at}  ", "dim"), (_score(change, new, say), "bold"))
    if new.problem:
        yield from problem_lines(new.problem, width, say)
    yield from _group(say("change.now_passing"), change.now_passing, "bold green", say)
    yield from _group(say("change.now_failing"), change.now_failing, "bold red", say)
    yield from _group(say("change.still_failing"), change.still_failing, "bold", say)
    if change.not_attempted:
        yield line("")
        yield line((say.count("change.not_attempted", change.not_attempted), "dim"))


def _score(change: Change, new: ScoreReport, say: Catalogue) -> str:
    before, now = (points(score, say) for score in change.score)
    most = points(view.decided_in_all(new), say)
    return say("change.same" if before == now else "change.points", before=before, now=now, most=most)


def _group(title: str, checks: Sequence[CheckResult], style: str, say: Catalogue) -> Iterator[RenderableType]:
    """Yield a few checks of a group, first those that lost points, with the most telling sentence about each."""
    if not checks:
        return
    yield line("")
    yield line((f"{title} ({len(checks)})", style))
    for check in sorted(checks, key=evidence.carried_counts)[:FEW]:
        yield indented(headline(check, say), 2)
        told = "" if check.verdict == "passed" else _sentence(check, say)
        if told:
            yield indented(line(told), 4)
    if len(checks) > FEW:
        yield indented(line((say("change.more", count=len(checks) - FEW), "dim")), 2)


def _sentence(check: CheckResult, say: Catalogue) -> str:
    text = next((found.text for found in check.diagnosis), check.feedback)
    return evidence.elsewhere(check, say) or short(text, say=say)
