"""What a reader wants to see first: the checks of a rubric item sorted by what they ask of the reader."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.report.words import VERDICTS, WITHHELD

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.score import CaseResult, CheckResult, ItemResult, ScoreReport, Verdict


@dataclass(frozen=True)
class Sorted:
    """The checks of one item: to look at, not attempted or not run, passed, not for students, not selected."""

    failing: tuple[CheckResult, ...]
    untouched: tuple[CheckResult, ...]
    passed: tuple[CheckResult, ...]
    withheld: tuple[CheckResult, ...]
    unselected: tuple[CheckResult, ...]


def is_withheld(check: CheckResult) -> bool:
    """Return whether `redact.for_student` left only the existence of this check."""
    return check.verdict == "skipped" and not check.title and check.feedback in WITHHELD.values()


def is_unselected(check: CheckResult) -> bool:
    """Return whether this run left a check out: it counts for nothing on either side."""
    return check.verdict == "skipped" and not check.max_points and not is_withheld(check)


def items(report: ScoreReport) -> Iterator[ItemResult]:
    """Yield the rubric items that this run had a part in."""
    for item in report.items:
        if item.by_hand or not all(is_unselected(check) for check in item.checks):
            yield item


def sort_checks(item: ItemResult) -> Sorted:
    """Sort the checks of an item, each group in the order of the rubric."""
    groups: dict[str, list[CheckResult]] = {name: [] for name in Sorted.__dataclass_fields__}
    for check in item.checks:
        groups[_group(check)].append(check)
    return Sorted(**{name: tuple(checks) for name, checks in groups.items()})


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


def shown_checks(report: ScoreReport) -> Iterator[CheckResult]:
    """Yield every check of this run that this reader may see, in the order of the rubric."""
    for item in report.items:
        yield from (check for check in item.checks if not is_withheld(check) and not is_unselected(check))


def withholds(report: ScoreReport) -> bool:
    """Return whether some checks are not shown, so that the total counts only the others."""
    return any(is_withheld(check) for item in report.items for check in item.checks)


def tally(report: ScoreReport) -> list[tuple[Verdict, int]]:
    """Return how many checks have each verdict that occurs, in the order of the table of verdicts."""
    counts = Counter(check.verdict for check in shown_checks(report))
    return [(verdict, counts[verdict]) for verdict in VERDICTS if counts[verdict]]


def leading_case(check: CheckResult) -> CaseResult | None:
    """Return the case that the check's verdict and mismatch come from; None when all passed."""
    failing = [case for case in check.cases if case.verdict != "passed"]
    failing = [case for case in failing if case.verdict == check.verdict] or failing
    if check.mismatch is not None:
        failing = [case for case in failing if case.mismatch == check.mismatch] or failing
    return failing[0] if failing else None


def by_hand(report: ScoreReport) -> float:
    """Return the points that people give."""
    return round(sum(item.by_hand for item in report.items), 6)
