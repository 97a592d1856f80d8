"""From verdicts and marks to the points of rubric items. What the whole then comes to stands in `grader.deductions`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.handed import found_as
from grader.rubric import Differentiates
from grader.score import NOT_SELECTED, CheckResult, ItemResult

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from grader.rubric import Assignment, Check, RubricItem
    from grader.score import Verdict


@dataclass(frozen=True)
class Mark:
    """What a person gave for one rubric item; None while only the comment stands."""

    points: float | None
    comment: str = ""


@dataclass(frozen=True)
class Given:
    """What the points of a submission are made of, beside the verdicts: which checks ran, files, marks by item."""

    selected: Collection[str]
    files: Sequence[str] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)


def points_of(check: Check, verdict: Verdict) -> float:
    """Return what a verdict earns: all, nothing, or the fraction that the rubric gives for a consistent gradient."""
    if verdict == "passed":
        return check.points
    if verdict == "consistent" and isinstance(check, Differentiates):
        return round(check.points * check.consistent, 6)
    return 0.0


def total(values: Iterable[float]) -> float:
    """Return a sum of points, without the dust of binary fractions."""
    return round(sum(values), 6) + 0.0  # never -0


def is_marked_by_hand(item: RubricItem, files: Sequence[str]) -> bool:
    """Return whether a person gives all points of an item, since the file that its checks read is not there."""
    return bool(item.by_hand_without) and not found_as(item.by_hand_without, files)


def of_items(rubric: Assignment, results: Mapping[str, CheckResult], given: Given) -> tuple[ItemResult, ...]:
    """Return the rubric items with their points.

    Checks that were not selected for this run count for nothing on either side. A selected check without a result
    is our fault, never a zero: its verdict is `grader_error`.
    """
    everything = all(check.id in given.selected for check in rubric.checks())
    return tuple(_item(item, rubric, results, given, everything) for item in rubric.items)


def _item(
    item: RubricItem, rubric: Assignment, results: Mapping[str, CheckResult], given: Given, everything: bool
) -> ItemResult:
    whole = all(check.id in given.selected for check in item.checks) if item.checks else everything
    mark = given.marks.get(item.id) if whole else None
    if whole and is_marked_by_hand(item, given.files):
        note = f"{item.by_hand_without} was not handed in, so a person gives these points."
        bare = ItemResult(item.id, item.title, 0.0, item.points, item.points, note=note, extra=item.extra)
        return _marked(replace(bare, section=item.section, link=item.link), mark)
    checks = tuple(_scored(check, rubric, results, given.selected) for check in item.checks)
    by_hand = item.by_hand if whole else 0.0
    earned, most = total(check.points for check in checks), total(check.max_points for check in checks) + by_hand
    scored = ItemResult(item.id, item.title, earned, round(most, 6), by_hand, checks, extra=item.extra)
    return _marked(replace(scored, section=item.section, link=item.link), mark)


def _marked(item: ItemResult, mark: Mark | None) -> ItemResult:
    """Return an item with a person's mark: added to what the checks gave, or, where it has no part by hand, instead."""
    if mark is None:
        return item
    item = replace(item, comment=mark.comment)
    if mark.points is None:
        return item
    if item.by_hand:
        return replace(item, marked=mark.points, points=round(item.points + mark.points, 6))
    return replace(item, marked=mark.points, points=mark.points, automatic=item.points)


def _scored(
    check: Check, rubric: Assignment, results: Mapping[str, CheckResult], selected: Collection[str]
) -> CheckResult:
    if check.id not in selected:
        return CheckResult(check.id, check.title, "skipped", 0.0, 0.0, check.visibility, NOT_SELECTED)
    found = results.get(check.id)
    if found is None:
        text = "The grader lost this check: its verdict is missing from the record."
        return CheckResult(check.id, check.title, "grader_error", 0.0, check.points, check.visibility, text)
    explained = found.verdict == "passed" or found.carried is not None  # which names the parts that failed
    notes = found.notes + (() if explained else _first_look_at(check, rubric, results))
    own, carried = points_of(check, found.verdict), found.carried
    # A gradient of a wrong forward pass of its own is no pass: here the gradient may be the stand-in's.
    with_stand_ins = round(check.points * carried.counts, 6) if carried and carried.verdict == "passed" else 0.0
    return replace(found, points=max(own, with_stand_ins), max_points=check.points, notes=notes)


def _first_look_at(check: Check, rubric: Assignment, results: Mapping[str, CheckResult]) -> tuple[str, ...]:
    """Point a reader from a failed check to the failed ones that it builds on."""
    titles = {known.id: known.title or known.id for known in rubric.checks()}
    needs = {tell: need for need in check.needs for tell in rubric.stand_ins.get(need, (need,))}
    failed = {needs[tell]: tell for tell in reversed(needs) if tell in results and results[tell].verdict != "passed"}
    return tuple(f"First look at: {titles[tell]}. This check builds on it." for tell in reversed(failed.values()))
