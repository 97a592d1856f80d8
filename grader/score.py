"""What is known of one graded submission: the one ScoreReport that every printer prints.

The dataclasses mirror the JSON report, whose schema is `grader/report/schema.json`. How verdicts become points stands
in `grader.points`, what form and time cost in `grader.deductions`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

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
NOT_SELECTED = "Not selected in this run."

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
    """How one check went on one case. `inputs` are short texts of the inputs, for whoever may see them.

    `digest` is a hash of what came back where that is wrong on a hidden case, for instructors only (`engine.digest`).
    """

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
    digest: str = ""


@dataclass(frozen=True)
class Diagnosis:
    """A named mistake that explains the outputs on every failing case."""

    id: str
    text: str


@dataclass(frozen=True)
class Location:
    """Where in the submission a function or class is defined: "Linear.slope" in net.py, line 12."""

    name: str
    file: str
    line: int


@dataclass(frozen=True)
class Carried:
    """How a failed check went with correct stand-ins, `given`, in place of parts that had failed by themselves.

    It counts for the fraction `counts` of the check's points.
    """

    given: tuple[str, ...]
    verdict: Verdict
    counts: float
    feedback: str = ""


@dataclass(frozen=True)
class Counterexample:
    """The smallest public case on which a check fails: inputs, what came out and what should have, as short texts."""

    case: str
    inputs: Mapping[str, str]
    output: str
    actual: str
    expected: str
    feedback: str = ""


@dataclass(frozen=True)
class NearMiss:
    """The output that lies nearest to the bound of its tolerance: greatest error / allowed, between 0.5 and 2."""

    case: str
    output: str
    ratio: float


@dataclass(frozen=True)
class CheckResult:
    """One check with its verdict. `mismatch` is that of the first failing case that the reader may see.

    The verdict is always that of the submission's own code; what stand-ins made of it stands in `carried`. `near` is
    for instructors only. `rtol` and `atol` are the check's tolerance, if it has one.
    """

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
    location: Location | None = None
    carried: Carried | None = None
    counterexample: Counterexample | None = None
    near: NearMiss | None = None
    rtol: float | None = None
    atol: float | None = None

    @property
    def parts_at_fault(self) -> tuple[str, ...]:
        """The parts behind a failure that lies in them alone: with correct ones in their place the check passed."""
        return self.carried.given if self.carried and self.carried.verdict == "passed" else ()


@dataclass(frozen=True)
class Chart:
    """Series to draw together, against their index or against the series `over`."""

    title: str
    series: tuple[str, ...]
    over: str = ""


Band = tuple[tuple[Number, ...], tuple[Number, ...]]


@dataclass(frozen=True)
class ItemResult:
    """One rubric item. `by_hand` are the points that a person gives; `series` are curves to plot, by output.

    `bands` are the lowest and the highest entries that the reference gave for a series with several seeds.
    Series that no one of `charts` names have a chart each. `section` says where the handout tells of it, `link` is
    that place's address, if it has one.
    `marked` is what the person gave, None before. Where a person decided in place of the checks, `automatic` keeps
    what these had given. An `extra` item counts beyond the maximum of the whole.
    """

    id: str
    title: str
    points: float
    max_points: float
    by_hand: float = 0.0
    checks: tuple[CheckResult, ...] = ()
    series: Mapping[str, tuple[Number, ...]] = field(default_factory=dict)
    bands: Mapping[str, Band] = field(default_factory=dict)
    charts: tuple[Chart, ...] = ()
    marked: float | None = None
    automatic: float | None = None
    comment: str = ""
    note: str = ""
    extra: bool = False
    section: str = ""
    link: str = ""


@dataclass(frozen=True)
class Penalty:
    """Points taken from the whole, with the reason; as an adjustment, points that a cap takes or rounding gives."""

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
    """Everything known about one graded submission. `audience` tells for whom hidden things were taken out.

    `people` are the names of those who handed in, where a class's download or roster tells them; for instructors only.
    """

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
    adjustments: tuple[Penalty, ...] = ()
    people: tuple[str, ...] = ()
    format: int = 1
