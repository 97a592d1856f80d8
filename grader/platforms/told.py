"""What a platform's page tells a student: a score report as plain parts, one for each rubric item, in no one's format.

It is made of the student's version of the report. What students may not see yet stands apart, in `withheld`: only a
platform that shows a part when its time has come is given it. No platform is given what students never see of a check.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, get_args

from grader.platforms import sentences
from grader.report import view
from grader.report.redact import for_student
from grader.report.words import plural, points
from grader.rubric import Visibility

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from grader.platforms.sentences import Entry
    from grader.platforms.settings import Settings
    from grader.score import CheckResult, ItemResult, ScoreReport

Outcome = Literal["passed", "partial", "failed", "error"]
Status = Literal["graded", "incomplete", "unreadable", "fault"]

ASK_STAFF = "This is no fault of yours: please tell the course staff."
INCOMPLETE = f"This is NOT a grade: the grader failed in a part of it. {ASK_STAFF}"
NOT_GRADED = f"This submission has NOT been graded. {ASK_STAFF}"


@dataclass(frozen=True)
class Part:
    """One line of a platform's table: a rubric item, or those checks of it that are shown at another time.

    Its title and those of its checks are safe to show.
    `points` and `max_points` leave out what a person has yet to give. `extra` points count beyond the maximum.
    """

    id: str
    title: str
    points: float
    max_points: float
    outcome: Outcome
    entries: tuple[Entry, ...] = ()
    checks: tuple[CheckResult, ...] = ()
    visibility: Visibility = "visible"
    extra: bool = False

    @property
    def seconds(self) -> float:
        """How long its checks took, as far as the reader may know."""
        return round(sum(check.seconds for check in self.checks), 3)


@dataclass(frozen=True)
class Told:
    """What is told of one submission.

    `score` is the sum of what is shown, `adjustment` what penalties, caps and rounding make of `parts` in it, and
    `recorded` the true score, for the one place of a platform that students do not see while something is withheld.
    `staff` are the words of a fault of the grader, given to no platform: they may tell of what students never see.
    """

    status: Status
    title: str
    score: float
    max_score: float
    head: tuple[Entry, ...] = ()
    parts: tuple[Part, ...] = ()
    withheld: tuple[Part, ...] = ()
    recorded: float = 0.0
    seconds: float = 0.0
    staff: str = ""

    @property
    def adjustment(self) -> float:
        """The difference between the score and the sum of the parts."""
        return round(self.score - sum(part.points for part in self.parts), 6) + 0.0

    @property
    def is_grade(self) -> bool:
        """Whether the score is one: not where the grader failed."""
        return self.status in ("graded", "unreadable")


def of_report(report: ScoreReport) -> Told:
    """Return what is told of a graded submission; the report is the instructor's."""
    shown = view.as_told(for_student(report))
    return Told(
        "graded" if report.status == "graded" else "incomplete",
        sentences.safe(report.title),
        shown.score,
        view.decided_in_all(shown),
        tuple(_head(shown)),
        tuple(_parts(shown)),
        tuple(part for when in get_args(Visibility) if when != "visible" for part in _later(report, when)),
        report.score,
        shown.seconds,
    )


def unreadable(known: Settings, sentence: str) -> Told:
    """Return what is told of a submission that cannot be read: one sentence, and no points for any rubric item."""
    head = (sentences.entry(f"This submission cannot be read: {sentence}"),)
    parts = (Part(item.id, item.title, 0.0, item.max_points, "failed", extra=item.extra) for item in known.items)
    return Told("unreadable", known.title, 0.0, known.max_score, head, tuple(parts))


def fault(known: Settings, reason: str = "", staff: str = "") -> Told:
    """Return what is told when the grader could not do its work; students read the reason, not what is for staff."""
    head = (sentences.entry(NOT_GRADED, f"For the staff: {reason}" if reason else ""),)
    part = Part("grader", "The grader", 0.0, known.max_score, "error", head)
    return Told("fault", known.title, 0.0, known.max_score, head, (part,), staff=staff)


def _head(shown: ScoreReport) -> Iterator[Entry]:
    if shown.status == "incomplete":
        yield sentences.entry(INCOMPLETE)
    if shown.problem:
        yield sentences.of_problem(shown.problem)
    for kind, step in view.steps(shown):
        change = f" ({'+' if step.points > 0 else ''}{points(step.points)})" if step.points else ""
        yield sentences.entry(f"{kind}: {step.reason}{change}" if kind else f"{step.reason}{change}")
    left = view.to_be_marked(shown)
    if left:
        yield sentences.entry(f"{points(left)} more points are given by a person, later.")
    for note in shown.notes:
        yield sentences.entry(note)


def _parts(shown: ScoreReport, when: Visibility = "visible") -> Iterator[Part]:
    stopped = view.never_ran(shown)
    for item in view.items(shown):
        if view.is_only_waiting(item):
            continue
        checks = tuple(
            replace(check, title=sentences.safe(check.title or check.id))
            for check in item.checks
            if not view.is_withheld(check) and not view.is_unselected(check)
        )
        if not checks and item.checks:
            continue
        entries = tuple(sentences.of_item(item, stopped=stopped))
        most = 0.0 if item.extra else view.decided(item)
        yield Part(
            item.id,
            sentences.safe(item.title),
            item.points,
            most,
            _outcome(item, checks),
            entries,
            checks,
            when,
            extra=item.extra,
        )


def _later(report: ScoreReport, when: Visibility) -> Iterator[Part]:
    """Yield the parts made of the checks that are shown at one certain time, each as it will be told then."""
    ids = {check.id for item in report.items for check in item.checks if check.visibility == when}
    if not ids:
        return
    then = for_student(report, shown={"visible", when})
    items = tuple(only for item in then.items if (only := _narrowed(item, ids)).checks)
    yield from _parts(view.as_told(replace(then, items=items)), when)


def _narrowed(item: ItemResult, ids: Collection[str]) -> ItemResult:
    checks = tuple(check for check in item.checks if check.id in ids)
    earned, most = (round(sum(getattr(check, name) for check in checks), 6) for name in ("points", "max_points"))
    return replace(
        item, checks=checks, points=earned, max_points=most, by_hand=0.0, marked=None, comment="", note="", series={}
    )


def _outcome(item: ItemResult, checks: Sequence[CheckResult]) -> Outcome:
    if any(check.verdict == "grader_error" for check in checks):
        return "error"
    passed = sum(check.verdict == "passed" for check in checks)
    if passed == len(checks):
        return "passed"
    return "partial" if item.points > 0 or passed else "failed"


def summary(part: Part) -> str:
    """Return how many checks of a part passed: "2 of 3 checks passed."; nothing for a part without checks."""
    if not part.checks:
        return ""
    passed = sum(check.verdict == "passed" for check in part.checks)
    return f"{passed} of {plural(len(part.checks), 'check')} passed."
