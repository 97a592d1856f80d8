"""What a reader wants to see first: the checks of a rubric item sorted by what they ask of the reader."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.report.catalogue import ENGLISH
from grader.report.words import VERDICTS, WITHHELD, points
from grader.score import NOT_SELECTED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.report.catalogue import Catalogue
    from grader.score import Band, CaseResult, CheckResult, ItemResult, Number, Penalty, ScoreReport


@dataclass(frozen=True)
class Sorted:
    """The checks of one item: to look at, not attempted or not run, passed, not for students, not selected."""

    failing: tuple[CheckResult, ...]
    untouched: tuple[CheckResult, ...]
    passed: tuple[CheckResult, ...]
    withheld: tuple[CheckResult, ...]
    unselected: tuple[CheckResult, ...]


@dataclass(frozen=True)
class Drawing:
    """One chart: curves by name, against their index or against `axis`, the values of the series `over`.

    `bands` are where the reference's curves of the same names lie.
    """

    title: str
    curves: Mapping[str, Sequence[Number]]
    over: str = ""
    axis: Sequence[Number] = ()
    bands: Mapping[str, Band] = field(default_factory=dict)


def is_withheld(check: CheckResult) -> bool:
    """Return whether `redact.for_student` left only the existence of this check."""
    return check.verdict == "skipped" and not check.title and check.feedback in WITHHELD.values()


def is_unselected(check: CheckResult) -> bool:
    """Return whether this run left a check out: it counts for nothing on either side."""
    return check.verdict == "skipped" and not check.max_points and check.feedback == NOT_SELECTED


def items(report: ScoreReport) -> Iterator[ItemResult]:
    """Yield the rubric items that this run had a part in."""
    for item in report.items:
        if item.by_hand or not all(is_unselected(check) for check in item.checks):
            yield item


def sort_checks(item: ItemResult) -> Sorted:
    """Sort the checks of an item, each group in the order of the rubric; of those that fail, causes come first."""
    groups: dict[str, list[CheckResult]] = {name: [] for name in Sorted.__dataclass_fields__}
    for check in item.checks:
        groups[_group(check)].append(check)
    groups["failing"].sort(key=is_cause, reverse=True)
    return Sorted(**{name: tuple(checks) for name, checks in groups.items()})


def is_cause(check: CheckResult) -> bool:
    """Return whether a failed check failed beside no part that failed by itself, so that the mistake is its own."""
    return check.carried is None


def _group(check: CheckResult) -> str:
    if is_withheld(check):
        return "withheld"
    if is_unselected(check):
        return "unselected"
    if check.verdict == "passed":
        return "passed"
    never_run = not check.cases and check.verdict not in ("wrong", "grader_error")
    return "untouched" if never_run or VERDICTS[check.verdict].tone == "quiet" else "failing"


def never_ran(report: ScoreReport) -> bool:
    """Return whether a problem kept every check from running, so that one sentence tells it all."""
    return report.problem is not None and not any(check.cases for item in report.items for check in item.checks)


_STOPPED = frozenset({"raised", "timed_out", "crashed", "out_of_memory", "too_much_output"})


def as_told(report: ScoreReport) -> ScoreReport:
    """Return the report as it is to be printed: where nothing ever ran, no check is told to have stopped by itself."""
    if not never_ran(report):
        return report
    items = (replace(item, checks=tuple(map(_not_run, item.checks))) for item in report.items)
    return replace(report, items=tuple(items))


def _not_run(check: CheckResult) -> CheckResult:
    return replace(check, verdict="skipped", feedback="") if check.verdict in _STOPPED else check


def shown_checks(report: ScoreReport) -> Iterator[CheckResult]:
    """Yield every check of this run that this reader may see, in the order of the rubric."""
    for item in report.items:
        yield from (check for check in item.checks if not is_withheld(check) and not is_unselected(check))


def withholds(report: ScoreReport) -> bool:
    """Return whether some checks are not shown, so that the total counts only the others."""
    return any(is_withheld(check) for item in report.items for check in item.checks)


def leading_case(check: CheckResult) -> CaseResult | None:
    """Return the case that the check's verdict and mismatch come from; None when all passed."""
    failing = [case for case in check.cases if case.verdict != "passed"]
    failing = [case for case in failing if case.verdict == check.verdict] or failing
    if check.mismatch is not None:
        failing = [case for case in failing if case.mismatch == check.mismatch] or failing
    return failing[0] if failing else None


def cases_with_inputs(check: CheckResult) -> list[CaseResult]:
    """Return the cases whose inputs a page shows: the public ones, and where none of them fails those hidden, too.

    The JSON report has them all.
    """
    public = [case for case in check.cases if case.visibility == "public"]
    return public if any(case.verdict != "passed" for case in public) else list(check.cases)


def waiting(item: ItemResult) -> float:
    """Return the points of an item that a person has yet to give."""
    return item.by_hand if item.marked is None else 0.0


def to_be_marked(report: ScoreReport) -> float:
    """Return the points that people have yet to give."""
    return round(sum(waiting(item) for item in report.items), 6)


def decided(item: ItemResult) -> float:
    """Return the points of an item that could be had so far: what is to be marked by hand is not lost."""
    return round(item.max_points - waiting(item), 6)


def decided_in_all(report: ScoreReport) -> float:
    """Return the points of the whole that could be had so far."""
    return round(report.max_score - sum(waiting(item) for item in report.items if not item.extra), 6)


def is_only_waiting(item: ItemResult) -> bool:
    """Return whether all points of an item are yet to be given by a person."""
    return waiting(item) > 0 and not decided(item)


def has_no_points(item: ItemResult) -> bool:
    """Return whether nothing can be had for an item, as for rules that only cost points; not where some are unseen."""
    return not item.max_points and not item.points and not any(map(is_withheld, item.checks))


def counted(report: ScoreReport, say: Catalogue = ENGLISH) -> str:
    """Return what the score is made of: "points by checks; 2 to be marked by hand"."""
    left, marked = to_be_marked(report), [item for item in report.items if item.marked is not None]
    if report.status == "incomplete":
        said = "incomplete"
    elif withholds(report):
        said = "shown"
    else:
        said = ("by_checks" if not marked else "so_far") if left else "points"
    given = sum(item.marked or 0.0 for item in marked)
    by_hand = say("total.given", points=points(given, say)) if given else ""
    return say(f"total.{said}") + by_hand + to_mark(report, "by hand", say)


def to_mark(report: ScoreReport, how: str = "", say: Catalogue = ENGLISH) -> str:
    """Return "; 2 to be marked", and how if that is asked for, or nothing when everything is."""
    left = to_be_marked(report)
    return say("total.left_by_hand" if how else "total.left", points=points(left, say)) if left else ""


def drawings(item: ItemResult) -> list[Drawing]:
    """Return an item's charts: first those of several series, then one for each series that is in none of these."""
    found = []
    for chart in item.charts:
        curves = {name: item.series[name] for name in chart.series if name in item.series}
        if curves:
            found.append(Drawing(chart.title, curves, chart.over, item.series.get(chart.over, ()), item.bands))
    shared = {name for chart in item.charts for name in (*chart.series, chart.over)}
    alone = {name: values for name, values in item.series.items() if name not in shared}
    return found + [Drawing(name, {name: values}, bands=item.bands) for name, values in alone.items()]


def hand_words(item: ItemResult, say: Catalogue = ENGLISH) -> str:
    """Return what of an item's points is by hand, in a few words; nothing for one that checks alone decide."""
    if item.automatic is not None:
        return say("hand.override", points=points(item.automatic, say))
    if item.marked is not None:
        return say("hand.given", points=points(item.marked, say), most=points(item.by_hand, say))
    return say("hand.waiting", points=points(item.by_hand, say)) if item.by_hand else ""


def steps(report: ScoreReport, say: Catalogue = ENGLISH) -> Iterator[tuple[str, Penalty]]:
    """Yield what lies between the sum of the items and the score, in the order in which it was counted."""
    capped = [step for step in report.adjustments if step.points < 0 and step.id != "policy:rounding"]
    yield from (("", step) for step in capped)
    yield from ((say("rubric.penalty"), step) for step in report.penalties)
    yield from (("", step) for step in report.adjustments if step not in capped)
