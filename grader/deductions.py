"""From rubric items to the score: what form and time cost, each step a line of the report, in one order.

    items -> cap on extra credit -> broken rules -> missing files -> form -> cannot be run -> late -> rounding

No step takes more than the ones before it have left, so that items, penalties and adjustments always add up to the
score, and it is never below 0. docs/grading-policy.md says the same to a reader.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from grader.handed import absence, form_faults, others
from grader.points import total
from grader.rubric import Forbids
from grader.score import Penalty

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from grader.handed import HandedIn
    from grader.policy import Late, Policy
    from grader.rubric import Assignment
    from grader.score import CheckResult, ItemResult


@dataclass
class Ledger:
    """The score while steps take from it. `most` is the maximum of the whole."""

    left: float
    most: float
    penalties: list[Penalty] = field(default_factory=list)
    adjustments: list[Penalty] = field(default_factory=list)

    def take(self, name: str, points: float, reason: str) -> None:
        """Take points, as far as there are any."""
        points = round(min(max(points, 0.0), self.left), 6)
        self.left = total([self.left, -points])
        self.penalties.append(Penalty(name, 0.0 - points, reason))

    def take_fraction(self, name: str, fraction: float, of: str, reason: str) -> None:
        """Take a fraction of the maximum or of what is left."""
        share = f"-{100 * fraction:.6g} %" + (" of what was left" if of == "earned" else "")
        self.take(name, fraction * (self.left if of == "earned" else self.most), f"{share}: {reason}")

    def adjust(self, name: str, target: float, reason: str) -> None:
        """Set the score to `target`."""
        change = total([target, -self.left])
        if change:
            self.left = target
            self.adjustments.append(Penalty(name, change, reason))


def maximum(items: Iterable[ItemResult]) -> float:
    """Return what can be earned without extra credit."""
    return total(item.max_points for item in items if not item.extra)


def settle(
    rubric: Assignment, items: Sequence[ItemResult], results: Mapping[str, CheckResult], handed: HandedIn | None
) -> Ledger:
    """Return what the items come to. Without `handed`, as in a run of some checks only, form and time cost nothing."""
    ledger = Ledger(total(item.points for item in items), maximum(items))
    if rubric.policy.capped and handed:
        ledger.adjust(
            "policy:extra_credit", min(ledger.left, ledger.most), "Extra credit lifts no score above the maximum."
        )
    _take_rules(ledger, rubric, results)
    if handed:
        _take_form(ledger, rubric, handed)
        _take_late(ledger, rubric.policy, handed)
        _round(ledger, rubric.policy.rounding)
    return ledger


def _take_rules(ledger: Ledger, rubric: Assignment, results: Mapping[str, CheckResult]) -> None:
    for check in rubric.checks():
        if isinstance(check, Forbids) and check.penalty and check.id in results:
            found = results[check.id]
            if found.verdict == "wrong":
                ledger.take(check.id, ledger.most * check.penalty, found.feedback)


def _take_form(ledger: Ledger, rubric: Assignment, handed: HandedIn) -> None:
    policy = rubric.policy
    for name, found in others(rubric.files, handed).items():
        if policy.missing.get(name) and not found:
            reason = f"{absence(name, handed.files)}."
            ledger.take_fraction("policy:missing", policy.missing[name], policy.of, reason)
    wrong = list(form_faults(policy, rubric.files, handed)) if policy.format else []
    if wrong:
        ledger.take_fraction("policy:format", policy.format, policy.of, f"{'; '.join(wrong)}.")
    if policy.cannot_run and not handed.ran:
        ledger.take_fraction("policy:cannot_run", policy.cannot_run, policy.of, "the code cannot be executed.")


def _take_late(ledger: Ledger, policy: Policy, handed: HandedIn) -> None:
    hours = handed.times.hours_late
    if not hours or not policy.late:
        return
    step = step_for(policy.late, hours)
    if step is None:
        last = duration(policy.late[-1].hours)
        reason = f"Not accepted: it came {duration(hours)} after the due date, and after {last} nothing is accepted."
        ledger.take("policy:late", ledger.left, reason)
    elif step.fraction:
        ledger.take_fraction("policy:late", step.fraction, policy.of, f"it came {duration(hours)} after the due date.")


def step_for(steps: Iterable[Late], hours: float) -> Late | None:
    """Return the step that so much lateness falls into; None when it is later than the last."""
    return next((step for step in steps if hours <= step.hours), None)


def _round(ledger: Ledger, unit: float) -> None:
    if unit:
        units = (Decimal(repr(ledger.left)) / Decimal(repr(unit))).quantize(Decimal(1), ROUND_HALF_UP)
        rounded = round(float(units * Decimal(repr(unit))), 6)
        ledger.adjust("policy:rounding", rounded, f"Rounded to a multiple of {unit:g}, halves up.")


def notes(rubric: Assignment, handed: HandedIn, *, precheck: bool = False) -> Iterator[str]:
    """Yield what a reader should know of form and time, beside what they cost."""
    policy = rubric.policy
    for name, found in others(rubric.files, handed).items():
        costs = policy.missing.get(name) or policy.exactly  # then another line tells it
        if found:
            yield f"{name} was handed in{f', as {found}' if found != name else ''}."
        elif precheck or not costs:
            yield f"{absence(name, handed.files)}.{'' if precheck else ' Nothing is taken for that here.'}"
    if precheck:
        return
    wrong = [] if policy.format else list(form_faults(policy, rubric.files, handed))
    if wrong:
        yield f"The form is not what was asked for, which costs nothing: {'; '.join(wrong)}."
    if policy.archive and not handed.archive:
        yield "The archive's name was not looked at: what was graded is a folder."
    yield from _time_notes(policy, handed)


def _time_notes(policy: Policy, handed: HandedIn) -> Iterator[str]:
    times = handed.times
    late = times.hours_late
    if late is None:
        if policy.late or times.due or times.submitted:
            unknown = "when it came" if times.submitted is None else "when it was due"
            yield f"Nobody said {unknown} ({_how(times.submitted is None)}), so nothing was taken for lateness."
    elif not late:
        yield "It came in time."
    elif not policy.late or not getattr(step_for(policy.late, late), "fraction", True):
        yield f"It came {duration(late)} after the due date, which costs nothing."


def _how(submitted: bool) -> str:
    return "--submitted-at tells it" if submitted else "--due tells it, or the rubric's policy"


def duration(hours: float) -> str:
    """Return hours as a reader says them: 40 s, 5 min, 3 h 20 min; days are told in hours, as policies do."""
    seconds = max(round(hours * 3600), 1)
    if seconds < 60:
        return f"{seconds} s"
    whole, minutes = divmod(-(-seconds // 60), 60)  # whoever is late by a second past 24 h is not 24 h late
    return " ".join([f"{whole} h"] * bool(whole) + [f"{minutes} min"] * bool(minutes))
