"""What an attack did that it must not do, as sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.errors import GradeError, SubmissionError
from grader.report import as_json, redact
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.rubric import Limits
    from grader.score import ScoreReport
    from tests.attacks.attack import Attack
    from tests.attacks.traps import Traps

MAX_GROWTH = 400 << 20  # bytes that the host's peak memory may grow by
SPARE_SECONDS = 5.0  # on top of an attack's limits: for its neighbour, and for a busy machine
CARRIED = "carried-over"  # what attacks write beside hidden inputs that they smuggle out


@dataclass
class Run:
    """What is known once the grader has ended."""

    reports: list[ScoreReport | GradeError]
    seconds: float
    growth: int
    processes: int


def broken(attack: Attack, level: str, done: Run, traps: Traps, files: list[str]) -> Iterator[str]:
    """Yield everything that was broken; `files` are those that were left."""
    yield from _marks(attack, level, done.reports[0])
    yield from neighbour(done.reports[-1])
    yield from _bounds(attack, done)
    yield from _theft(traps, done.reports)
    if files:
        yield f"files were left or changed: {', '.join(files)[:300]}"


def _marks(attack: Attack, level: str, report: ScoreReport | GradeError) -> Iterator[str]:
    """Yield what is wrong with the attack's own report."""
    if attack.refused:
        if not isinstance(report, SubmissionError) or attack.refused not in str(report):
            yield f"it was not refused with {attack.refused!r} but: {_short(report)}"
        return
    if isinstance(report, GradeError):
        yield f"it could not be graded: {_short(report)}"
        return
    verdicts = {check.id: check.verdict for item in report.items for check in item.checks}
    if report.status != "graded" or "grader_error" in verdicts.values():
        yield f"the report is {report.status}, with the verdicts {verdicts}"
    if report.score != attack.deserves:
        yield f"it got {report.score:g} points and deserves {attack.deserves:g}: {verdicts}"
    for check, verdict in attack.verdicts.items():
        if verdicts.get(check) != verdict:
            yield f"{check} is {verdicts.get(check)} and should be {verdict}"
    if report.isolation != level:
        yield f"it ran at the level {report.isolation}"


def neighbour(report: ScoreReport | GradeError) -> Iterator[str]:
    """Yield what happened to the perfect submission that came next."""
    if isinstance(report, GradeError) or report.score != toy.POINTS:
        yield f"the neighbour was harmed: {_short(report)}"


def allowed(limits: Limits) -> float:
    """Return how many seconds an attack and its neighbour may take."""
    return limits.import_seconds + limits.submission_seconds + SPARE_SECONDS


def _bounds(attack: Attack, done: Run) -> Iterator[str]:
    if done.seconds > allowed(attack.limits):
        yield f"it took {done.seconds:.1f} s; its limits allow {allowed(attack.limits):g} s"
    if done.growth > MAX_GROWTH:
        yield f"the grader's memory grew by {done.growth >> 20} MiB"
    if done.processes:
        yield f"{done.processes} processes were left"


def _theft(traps: Traps, reports: list[ScoreReport | GradeError]) -> Iterator[str]:
    texts, told = [], []
    for report in reports:
        if isinstance(report, GradeError):
            texts.append(str(report))
            continue
        try:
            texts.append(as_json.to_json(report))
            told.append(as_json.to_json(redact.for_student(report)))
        except GradeError as error:
            yield _short(error)
    yield from (f"the canary was seen in {place}" for place in traps.spilled(*texts))
    if any(CARRIED in text for text in told):
        yield "the student's report tells what was made of hidden inputs"
    yield from (f"it made contact ({contact})" for contact in traps.contacts())


def _short(report: ScoreReport | GradeError) -> str:
    if isinstance(report, GradeError):
        return f"{type(report).__name__}: {report}"[:300]
    return f"{report.status}, {report.score:g} of {report.max_score:g}"
