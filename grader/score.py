"""From verdicts to points: the one ScoreReport that every printer prints.

All arithmetic on points happens here. The dataclasses mirror the JSON report, whose schema is
`grader/report/schema.json`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from grader.rubric import Differentiates, Forbids

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from grader.rubric import Assignment, Check

Verdict = Literal[
    "passed",
    "consistent",
    "wrong",
    "missing",
    "raised",
    "timed_out",
    "crashed",
    "out_of_memory",
    "too_much_output",
    "skipped",
    "grader_error",
]
Number = float | str | None  # "nan", "inf" and "-inf" are strings: JSON has no such numbers


@dataclass(frozen=True)
class Place:
    """One entry of an array where actual and expected differ."""

    index: tuple[int, ...]
    actual: Number
    expected: Number
    error: Number = None
    allowed: Number = None


@dataclass(frozen=True)
class GradientRow:
    """One entry of a gradient check."""

    parameter: str
    index: tuple[int, ...]
    analytic: Number
    numerical: Number
    relative_error: Number


@dataclass(frozen=True)
class Mismatch:
    """Where and by how much an output differs.

    `picture` is a grid of error / allowed (at most 24 x 32, blocks take their maximum; over 1 is wrong), drawn from
    the last two axes; None when there is nothing to draw.
    """

    output: str
    kind: Literal["missing", "type", "shape", "nonfinite", "values", "gradient", "rule"]
    case: str = ""
    count: int = 0
    size: int = 0
    actual_shape: tuple[int, ...] | None = None
    expected_shape: tuple[int, ...] | None = None
    rtol: float = 0.0
    atol: float = 0.0
    first: Place | None = None
    worst: Place | None = None
    gradient: tuple[GradientRow, ...] = ()
    picture: tuple[tuple[float, ...], ...] | None = None


@dataclass(frozen=True)
class CaseResult:
    """How one check went on one case. `inputs` are short texts of the inputs, for whoever may see them."""

    name: str
    visibility: Literal["public", "hidden"]
    verdict: Verdict
    feedback: str = ""
    notes: tuple[str, ...] = ()
    mismatch: Mismatch | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)
    traceback: str = ""
    printed: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Diagnosis:
    """A named mistake that explains the outputs on every failing case."""

    id: str
    text: str


@dataclass(frozen=True)
class CheckResult:
    """One check with its verdict. `mismatch` is that of the first failing case that the reader may see."""

    id: str
    title: str
    verdict: Verdict
    points: float
    max_points: float
    visibility: str = "visible"
    feedback: str = ""
    notes: tuple[str, ...] = ()
    diagnosis: tuple[Diagnosis, ...] = ()
    mismatch: Mismatch | None = None
    cases: tuple[CaseResult, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True)
class ItemResult:
    """One rubric item. `by_hand` are the points that a person gives; `series` are curves to plot, by output."""

    id: str
    title: str
    points: float
    max_points: float
    by_hand: float = 0.0
    checks: tuple[CheckResult, ...] = ()
    series: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Penalty:
    """Points taken from the whole, with the reason."""

    id: str
    points: float
    reason: str


@dataclass(frozen=True)
class Problem:
    """What stopped a submission as a whole: it cannot be imported, a file is missing.

    `source` is the line at fault and `caret` the column (from 1) to point at; 0 when unknown.
    """

    title: str
    text: str
    file: str = ""
    line: int = 0
    source: str = ""
    caret: int = 0


@dataclass(frozen=True)
class ScoreReport:
    """Everything known about one graded submission. `audience` tells for whom hidden things were taken out."""

    assignment: str
    title: str
    submission: str
    score: float
    max_score: float
    status: Literal["graded", "incomplete"]
    isolation: str
    environment: Mapping[str, str]
    items: tuple[ItemResult, ...]
    penalties: tuple[Penalty, ...] = ()
    problem: Problem | None = None
    notes: tuple[str, ...] = ()
    files: Mapping[str, str] = field(default_factory=dict)
    selection: str = ""
    printed: str = ""
    seconds: float = 0.0
    audience: Literal["instructor", "student"] = "instructor"
    precheck: bool = False
    format: int = 1


def points_of(check: Check, verdict: Verdict) -> float:
    """Return what a verdict earns: all, nothing, or the fraction that the rubric gives for a consistent gradient."""
    if verdict == "passed":
        return check.points
    if verdict == "consistent" and isinstance(check, Differentiates):
        return round(check.points * check.consistent, 6)
    return 0.0


def total(
    rubric: Assignment, results: Mapping[str, CheckResult], selected: Collection[str]
) -> tuple[tuple[ItemResult, ...], tuple[Penalty, ...], float, float]:
    """Return rubric items with points, penalties, the score and what could have been earned.

    Checks that were not selected for this run count for nothing on either side. A selected check without a result
    is our fault, never a zero: its verdict is `grader_error`.
    """
    everything = all(check.id in selected for check in rubric.checks())
    items = []
    for item in rubric.items:
        checks = tuple(_scored(check, rubric, results, selected) for check in item.checks)
        whole = all(check.id in selected for check in item.checks) if item.checks else everything
        by_hand = item.by_hand if whole else 0.0
        most = _sum(check.max_points for check in checks) + by_hand
        items.append(ItemResult(item.id, item.title, _sum(check.points for check in checks), most, by_hand, checks))
    most = _sum(item.max_points for item in items)
    earned = _sum(item.points for item in items)
    penalties = _penalties(rubric, results, most)
    score = max(0.0, _sum([earned, *(penalty.points for penalty in penalties)]))
    return tuple(items), penalties, score, most


def _scored(
    check: Check, rubric: Assignment, results: Mapping[str, CheckResult], selected: Collection[str]
) -> CheckResult:
    if check.id not in selected:
        return CheckResult(check.id, check.title, "skipped", 0.0, 0.0, check.visibility, "Not selected in this run.")
    found = results.get(check.id)
    if found is None:
        text = "The grader lost this check: its verdict is missing from the record."
        return CheckResult(check.id, check.title, "grader_error", 0.0, check.points, check.visibility, text)
    notes = found.notes + (() if found.verdict == "passed" else _first_look_at(check, rubric, results))
    return replace(found, points=points_of(check, found.verdict), max_points=check.points, notes=notes)


def _first_look_at(check: Check, rubric: Assignment, results: Mapping[str, CheckResult]) -> tuple[str, ...]:
    """Point a reader from a failed check to the failed ones that it builds on."""
    titles = {known.id: known.title or known.id for known in rubric.checks()}
    failed = [need for need in check.needs if need in results and results[need].verdict != "passed"]
    return tuple(f"First look at: {titles[need]}. This check builds on it." for need in failed)


def _penalties(rubric: Assignment, results: Mapping[str, CheckResult], most: float) -> tuple[Penalty, ...]:
    broken = [
        (check, results[check.id])
        for check in rubric.checks()
        if isinstance(check, Forbids) and check.penalty and check.id in results
    ]
    return tuple(
        Penalty(check.id, -round(most * check.penalty, 6), found.feedback)
        for check, found in broken
        if found.verdict == "wrong"
    )


def _sum(values: Iterable[float]) -> float:
    return round(sum(values), 6)
