"""In which order a report tells of the rubric items, and by which groups a reader may filter them.

The table of points keeps the rubric's order. The details begin with the items that have a mistake of their own; what
fails beside parts that failed by themselves comes after them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from grader.report import view

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.score import CheckResult, ItemResult, ScoreReport

LONG = 300  # checks
Group = Literal["failing", "by_hand", "passed"]


def sections(report: ScoreReport) -> list[ItemResult]:
    """Return the items of this run: causes, consequences, what was not attempted, by hand, then the passed or withheld.

    In the rubric's order, in which parts come before what builds on them, where they are alike, and altogether where
    nothing ever ran.
    """
    found = list(view.items(report))
    return found if view.never_ran(report) else sorted(found, key=_rank)


def _rank(item: ItemResult) -> int:
    checks = view.sort_checks(item)
    if checks.failing:
        return 0 if view.is_cause(checks.failing[0]) else 1
    if checks.untouched:
        return 2
    return 3 if _is_by_hand(item) else 4


def _is_by_hand(item: ItemResult) -> bool:
    return bool(item.by_hand) or item.marked is not None


def groups(item: ItemResult) -> list[Group]:
    """Return the groups of the filter that an item has something of."""
    checks = view.sort_checks(item)
    found: dict[Group, bool] = {
        "failing": bool(checks.failing or checks.untouched),
        "by_hand": _is_by_hand(item),
        "passed": bool(checks.passed),
    }
    return [group for group, there in found.items() if there]


def filters(report: ScoreReport) -> list[tuple[Group, int]]:
    """Return the groups to choose from, each with its number of checks, or of items by hand; none when all is one."""
    counts: dict[Group, int] = {"failing": 0, "by_hand": 0, "passed": 0}
    for item in view.items(report):
        checks = view.sort_checks(item)
        counts["failing"] += len(checks.failing) + len(checks.untouched)
        counts["by_hand"] += _is_by_hand(item)
        counts["passed"] += len(checks.passed)
    found = [(group, count) for group, count in counts.items() if count]
    return found if len(found) > 1 else []


def is_long(report: ScoreReport) -> bool:
    """Return whether a page has so many checks that a browser had better not lay out all of them at once."""
    return sum(len(item.checks) for item in report.items) > LONG


def near_misses(report: ScoreReport) -> Iterator[CheckResult]:
    """Yield the checks with a near miss, which are for instructors alone."""
    if report.audience == "instructor":
        yield from (check for item in report.items for check in item.checks if check.near is not None)
