"""What changed from one set of reports to another: in the rubric, and for each submission with the reasons.

Texts of feedback and times are not compared: only what marks are made of. What changed of the rubric is told once, and
again only where it moved points.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from grader.points import total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.score import CheckResult, ItemResult, Penalty, ScoreReport

    Key = tuple[str, str]  # assignment and submission

# Entries of a report's environment that may be behind other results, and how a reader is told.
BEHIND = {
    "submission sha256": "other files were handed in",
    "adapter sha256": "another adapter was laid over them",
    "expected sha256": "the expected outputs were made anew",
}

SECOND_RUNS = "second runs"  # what they count


@dataclass(frozen=True)
class RubricChange:
    """One thing of a rubric that is not what it was: what a check is worth, its tolerance."""

    assignment: str
    id: str
    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One line of a submission that is not what it was; `points` is what it gained.

    `before` and `after` are points and their maximum, `verdicts` those of a check.
    """

    kind: Literal["item", "check", "penalty", "adjustment"]
    id: str
    title: str
    before: str
    after: str
    points: float
    why: tuple[str, ...] = ()
    verdicts: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Difference:
    """What changed for one submission; None stands for the score of a report that is not there."""

    assignment: str
    submission: str
    kind: Literal["changed", "new", "removed"]
    score: tuple[float | None, float | None]
    max_score: tuple[float | None, float | None]
    why: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()

    @property
    def points(self) -> float:
        """Return what the score gained; 0 where there is only one."""
        before, after = self.score
        return 0.0 if before is None or after is None else total([after, -before])


@dataclass(frozen=True)
class Differences:
    """All that changed; `same` counts the submissions for which nothing did."""

    rubric: tuple[RubricChange, ...]
    submissions: tuple[Difference, ...]
    same: int

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(self.rubric or self.submissions)


def compare(old: Mapping[Key, ScoreReport], new: Mapping[Key, ScoreReport]) -> Differences:
    """Compare reports of the same submissions."""
    both = [(old[key], new[key]) for key in old if key in new]
    found = [_difference(before, after) for before, after in both]
    alone = [_alone(report, "removed") for key, report in old.items() if key not in new]
    alone += [_alone(report, "new") for key, report in new.items() if key not in old]
    changed = [difference for difference in found if difference is not None]
    rubric = dict.fromkeys(change for before, after in both for change in _of_rubric(before, after))
    return Differences(tuple(rubric), (*changed, *alone), len(found) - len(changed))


def _alone(report: ScoreReport, kind: Literal["new", "removed"]) -> Difference:
    score, most = [(None, value) if kind == "new" else (value, None) for value in (report.score, report.max_score)]
    return Difference(report.assignment, report.submission, kind, score, most)


def _difference(old: ScoreReport, new: ScoreReport) -> Difference | None:
    why = tuple(_behind(old, new))
    changes = (*_of_items(old, new, why), *_of_steps(old, new))
    score, most = (old.score, new.score), (old.max_score, new.max_score)
    if old.status != new.status:
        why += (f"{old.status}, now {new.status}",)
    elif not changes and (old.score, old.max_score) == (new.score, new.max_score):
        return None
    return Difference(new.assignment, new.submission, "changed", score, most, why, changes)


def _behind(old: ScoreReport, new: ScoreReport) -> Iterator[str]:
    """Yield what is not the same about two runs and may be why their results are not."""
    before, after = ({"isolation": one.isolation, **one.environment} for one in (old, new))
    for name in dict.fromkeys((*before, *after)):
        if before.get(name) != after.get(name):
            said = BEHIND.get(name)
            yield said or f"{name}: {after.get(name, 'none')} instead of {before.get(name, 'none')}"


def _of_rubric(old: ScoreReport, new: ScoreReport) -> Iterator[RubricChange]:
    known = _checks(old)
    for name, check in _checks(new).items():
        if name in known:
            for what, before, after in _meant(known[name], check):
                yield RubricChange(new.assignment, name, what, before, after)
            if _counts(known[name], check):
                before, after = (f"{one.carried.counts:g}" if one.carried else "" for one in (known[name], check))
                yield RubricChange(new.assignment, "policy", SECOND_RUNS, before, after)


def _counts(old: CheckResult, new: CheckResult) -> bool:
    """Return whether a second run with stand-ins counts for another fraction of the points."""
    return bool(old.carried and new.carried and old.carried.counts != new.carried.counts)


def _meant(old: CheckResult, new: CheckResult) -> Iterator[tuple[str, str, str]]:
    """Yield what a rubric says otherwise of one check: what, before, after."""
    if old.max_points != new.max_points:
        yield "points", f"{old.max_points:g}", f"{new.max_points:g}"
    if (old.rtol, old.atol) != (new.rtol, new.atol) and None not in (old.rtol, new.rtol):
        yield "tolerance", _tolerance(old), _tolerance(new)
    if old.visibility != new.visibility:
        yield "visibility", old.visibility, new.visibility


def _tolerance(check: CheckResult) -> str:
    return f"rtol {check.rtol:g}, atol {check.atol:g}"


def _checks(report: ScoreReport) -> dict[str, CheckResult]:
    return {check.id: check for item in report.items for check in item.checks}


def _of_items(old: ScoreReport, new: ScoreReport, why: Sequence[str]) -> Iterator[Change]:
    before, after = ({item.id: item for item in report.items} for report in (old, new))
    known, now = _checks(old), _checks(new)
    for name in dict.fromkeys((*after, *before)):
        left, right = before.get(name), after.get(name)
        reasons = tuple(_about_item(left, right))
        gained = _gained(left, right)
        if reasons or gained:
            title = _title(right or left)
            yield Change("item", name, title, _of_item(left), _of_item(right), gained, reasons)
        here = dict.fromkeys(check.id for item in (right, left) if item for check in item.checks)
        for check in here:
            if (right and check in _ids(right)) or check not in now:  # one that moved is told of where it is now
                yield from _of_check(known.get(check), now.get(check), why)


def _ids(item: ItemResult) -> set[str]:
    return {check.id for check in item.checks}


def _gained(old: CheckResult | ItemResult | Penalty | None, new: CheckResult | ItemResult | Penalty | None) -> float:
    return total([new.points if new else 0.0, -(old.points if old else 0.0)])


def _title(entry: ItemResult | CheckResult | None) -> str:
    return (entry.title or entry.id) if entry else ""


def _of_item(item: ItemResult | CheckResult | None) -> str:
    return f"{item.points:g}/{item.max_points:g}" if item else "-"


def _about_item(old: ItemResult | None, new: ItemResult | None) -> Iterator[str]:
    if old is None or new is None:
        yield f"no such item in the {'old' if old is None else 'new'} report"
        return
    if old.marked != new.marked:
        yield f"by hand: {_given(new.marked)} instead of {_given(old.marked)}"
    if old.by_hand != new.by_hand:
        yield f"by hand at most {new.by_hand:g} instead of {old.by_hand:g}"
    if old.comment != new.comment:
        yield "another comment"


def _given(points: float | None) -> str:
    return "nothing" if points is None else f"{points:g}"


def _of_check(old: CheckResult | None, new: CheckResult | None, why: Sequence[str]) -> Iterator[Change]:
    one, gained, verdicts = new or old, _gained(old, new), (_outcome(old), _outcome(new))
    if one is not None and (gained or verdicts[0] != verdicts[1]):
        reasons = tuple(_about_check(old, new, why))
        yield Change("check", one.id, _title(one), _of_item(old), _of_item(new), gained, reasons, verdicts)


def _outcome(check: CheckResult | None) -> str:
    if check is None:
        return "-"
    return check.verdict + (f" ({check.carried.verdict} with stand-ins)" if check.carried else "")


def _about_check(old: CheckResult | None, new: CheckResult | None, why: Sequence[str]) -> Iterator[str]:
    if old is None or new is None:
        yield f"no such check in the {'old' if old is None else 'new'} report"
        return
    said = [what for what, _, _ in _meant(old, new) if what != "visibility"]
    said += [SECOND_RUNS] if _counts(old, new) else []
    yield from said
    if _outcome(old) != _outcome(new) and "tolerance" not in said:
        yield from why or ("other answers to the same questions",)


def _of_steps(old: ScoreReport, new: ScoreReport) -> Iterator[Change]:
    yield from _of_kind("penalty", old.penalties, new.penalties)
    yield from _of_kind("adjustment", old.adjustments, new.adjustments)


def _of_kind(
    kind: Literal["penalty", "adjustment"], old: Iterable[Penalty], new: Iterable[Penalty]
) -> Iterator[Change]:
    before, after = ({step.id: step for step in steps} for steps in (old, new))
    for name in dict.fromkeys((*before, *after)):
        left, right = before.get(name), after.get(name)
        if left != right:
            reasons = tuple(step.reason for step in (right or left,) if step)
            yield Change(kind, name, name, _of_step(left), _of_step(right), _gained(left, right), reasons)


def _of_step(step: Penalty | None) -> str:
    return f"{step.points:+g}" if step else "-"
