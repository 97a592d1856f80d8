"""Take out of a report what a student may not know. What is taken out is absent, not hidden by style.

Two things are secret: *hidden cases* (inputs, expected values, and all that the submission made of them, for
whatever it prints, raises or sleeps may carry an input out) and *checks that are not shown yet*, with every
sum that would tell them. Of a hidden case its verdict remains and the kind of failure, in our own words.

A diagnosis speaks of all failing cases at once. When one of them is public it stays: its figures are that
case's. When all are hidden, it stays only if it names no figure beyond 0, 1 and 2.
"""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report.view import is_unselected, is_withheld, withholds
from grader.report.words import MISMATCHES, VERDICTS, WITHHELD, plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from grader.rubric import Visibility
    from grader.score import CaseResult, CheckResult, Diagnosis, ItemResult, Mismatch, Penalty, ScoreReport

# A submission chooses the names of its own exceptions, so only names that it did not choose are repeated.
_EXCEPTIONS = frozenset(name for name, value in vars(builtins).items() if isinstance(value, type)) | {
    "LinAlgError",
    "AxisError",
    "UFuncTypeError",
    "JSONDecodeError",
}
_FRAME = re.compile(r"(.+), line (\d{1,4}), in ")
_RAISED = re.compile(r"(?:\w+\.)*(\w+)(?::|$)")
_FIGURE = re.compile(r"\d[\d.,]*(?:e[+-]?\d+)?", re.IGNORECASE)


def for_student(report: ScoreReport, *, shown: Collection[Visibility] = frozenset({"visible"})) -> ScoreReport:
    """Return the report as the student may see it.

    `shown` are the visibilities of checks that students may see by now: add "after_due_date" once it is past.
    """
    if report.audience == "student":
        return report
    items = tuple(_item(item, shown) for item in report.items)
    redacted = replace(report, items=items, people=(), audience="student", seconds=_seconds(report, items))
    return _without_totals(redacted, report) if withholds(redacted) else redacted


def _seconds(report: ScoreReport, items: tuple[ItemResult, ...]) -> float:
    """Return the whole time only when no secret could have been slept into it."""
    kept = [(check.seconds, check.verdict) for item in items for check in item.checks]
    given = [(check.seconds, check.verdict) for item in report.items for check in item.checks]
    return report.seconds if kept == given else round(sum(seconds for seconds, _ in kept), 6)


def _item(item: ItemResult, shown: Collection[str]) -> ItemResult:
    secret = [check for check in item.checks if check.visibility not in shown]
    if secret and item.automatic is not None:
        item = _without_override(item)
    checks = []
    for number, check in enumerate(item.checks, start=1):
        checks.append(_withheld(check, f"{item.id}_{number}") if check in secret else _shown(check))
    return replace(
        item,
        checks=tuple(checks),
        points=round(item.points - sum(check.points for check in secret), 6),
        max_points=round(item.max_points - sum(check.max_points for check in secret), 6),
        charts=() if secret else item.charts,
        bands={} if secret else item.bands,
        series={} if secret else item.series,  # curves come from public cases, perhaps of a withheld check
    )


def _without_override(item: ItemResult) -> ItemResult:
    """Return an item as its checks decided it: what a person gave in their place, and why, would tell withheld ones."""
    note = "A person has looked at this; what came of it is shown when all its checks are."
    return replace(item, points=item.automatic or 0.0, automatic=None, marked=None, comment="", note=note)


def _withheld(check: CheckResult, name: str) -> CheckResult:
    """Return only the existence of a check: no id, title, verdict, points or times."""
    return replace(
        check,
        id=name,
        title="",
        verdict="skipped",
        points=0.0,
        max_points=0.0,
        feedback=WITHHELD.get(check.visibility, WITHHELD["hidden"]),
        notes=(),
        diagnosis=(),
        mismatch=None,
        cases=(),
        seconds=0.0,
        location=None,
        carried=None,
        counterexample=None,
        near=None,
        rtol=None,
        atol=None,
    )


def _shown(check: CheckResult) -> CheckResult:
    """Return a check as told by its public cases, and its hidden cases by their kind of failure."""
    check = replace(check, near=None)
    if check.verdict == "grader_error":
        return replace(check, feedback=_fault(check.feedback))
    hidden = _hidden(check.cases)
    if not hidden:
        return check
    public = [case for case in check.cases if case.visibility == "public"]
    return replace(
        check,
        feedback=_both(_first_feedback(public), _hidden_feedback(hidden)),
        notes=tuple(dict.fromkeys(note for case in public for note in case.notes)),
        diagnosis=tuple(diagnosis for diagnosis in check.diagnosis if _may_tell(diagnosis, public)),
        mismatch=_first_mismatch(public),
        cases=(*public, *(_hidden_case(case, number) for number, case in enumerate(hidden, start=1))),
        seconds=round(sum(case.seconds for case in public), 6),
        carried=replace(check.carried, feedback="") if check.carried else None,
    )


def _fault(feedback: str) -> str:
    """Return what is told of a fault of ours: of an exception its name alone, for its words may hold a hidden value."""
    said, colon, raised = feedback.partition(": ")
    return f"{said}{colon}{_exception(raised)}." if colon else feedback


def _hidden(cases: Iterable[CaseResult]) -> list[CaseResult]:
    return [case for case in cases if case.visibility != "public"]


def _failing(cases: Iterable[CaseResult]) -> list[CaseResult]:
    return [case for case in cases if case.verdict != "passed"]


def _telling(public: Iterable[CaseResult]) -> list[CaseResult]:
    """Return cases in the order in which they explain a check: failing ones, then not reached, then the rest."""
    order = {"skipped": 1, "consistent": 2, "passed": 3}
    return sorted(public, key=lambda case: order.get(case.verdict, 0))


def _first_feedback(public: list[CaseResult]) -> str:
    return next((case.feedback for case in _telling(public) if case.feedback), "")


def _both(first: str, then: str) -> str:
    """Join two texts, of which the first may be that of a student's exception, without a full stop."""
    stop = "." if first and then and not first.endswith((".", "!", "?")) else ""
    return " ".join(filter(None, (first + stop, then)))


def _first_mismatch(public: list[CaseResult]) -> Mismatch | None:
    return next((case.mismatch for case in _telling(_failing(public)) if case.mismatch), None)


def _may_tell(diagnosis: Diagnosis, public: list[CaseResult]) -> bool:
    if _failing(public):
        return True
    return {figure.rstrip(".,") for figure in _FIGURE.findall(diagnosis.text)} <= {"0", "1", "2"}


def _hidden_case(case: CaseResult, number: int) -> CaseResult:
    kind = _kind(case)
    feedback = {"wrong": f"Differs: {kind}.", "raised": f"Raised {kind}."}.get(case.verdict, "") if kind else ""
    return type(case)(f"hidden {number}", "hidden", case.verdict, feedback=feedback)


def _hidden_feedback(hidden: list[CaseResult]) -> str:
    """Return "Differs on 2 of 3 hidden cases: values." or the like; empty when all passed."""
    failing = _failing(hidden)
    if not failing:
        return ""
    verb = "Differs on" if all(case.verdict == "wrong" for case in failing) else "Does not pass"
    kinds = "; ".join(dict.fromkeys(filter(None, (_told(case) for case in failing))))
    return f"{verb} {len(failing)} of {plural(len(hidden), 'hidden case')}{': ' if kinds else ''}{kinds}."


def _told(case: CaseResult) -> str:
    kind = _kind(case)
    if case.verdict == "raised":
        return f"raised {kind}"
    return kind if case.verdict == "wrong" else VERDICTS[case.verdict].label


def _kind(case: CaseResult) -> str:
    """Return what differs or what was raised, in words of ours.

    Not the line: a submission may raise at a line of its choosing, and so write down a hidden number.
    """
    if case.verdict == "raised":
        return _exception(case.traceback or case.feedback)
    if case.verdict != "wrong" or not case.mismatch:
        return ""
    kind = MISMATCHES[case.mismatch.kind]
    return f"{kind} ({case.mismatch.output})" if case.mismatch.kind == "rule" else kind  # the rubric's name of the rule


def _exception(traceback: str) -> str:
    """Return the exception's name, which stands after the frames, if Python or NumPy gave it."""
    for line in traceback.splitlines():
        if not line.startswith(" ") and not _FRAME.match(line):
            match = _RAISED.match(line)
            return match[1] if match and match[1] in _EXCEPTIONS else "an exception"
    return "an exception"


def _without_totals(report: ScoreReport, full: ScoreReport) -> ScoreReport:
    """Return the report with totals over the shown checks alone, and a note that says so."""
    pairs = zip(_checks(report), _checks(full), strict=True)
    untold = [given.id for kept, given in pairs if is_withheld(kept)]
    checks = "1 check is" if len(untold) == 1 else f"{len(untold)} checks are"
    note = f"{checks} graded and not shown here; points and totals count only what is shown"
    note += ", before penalties." if report.penalties else ", before rounding." if report.adjustments else "."
    return replace(
        report,
        items=tuple(_without_reasons(item) for item in report.items),
        score=round(sum(item.points for item in report.items), 6),
        max_score=round(sum(item.max_points for item in report.items if not item.extra), 6),
        adjustments=(),
        penalties=tuple(_without_amount(penalty) for penalty in report.penalties if penalty.id not in untold),
        notes=(*report.notes, note),
    )


def _checks(report: ScoreReport) -> Iterator[CheckResult]:
    return (check for item in report.items for check in item.checks)


def _without_amount(penalty: Penalty) -> Penalty:
    """Return a penalty whose points, often a part of the whole score, do not tell that score."""
    return replace(penalty, points=0.0)


def _without_reasons(item: ItemResult) -> ItemResult:
    """Return an item whose skipped checks do not tell which other check they waited for."""
    return replace(
        item,
        checks=tuple(
            replace(check, feedback="Not run: a check that it needs did not pass.", notes=(), cases=())
            if check.verdict == "skipped" and not is_withheld(check) and not is_unselected(check)
            else check
            for check in item.checks
        ),
    )
