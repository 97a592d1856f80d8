"""A small assignment whose policy is New York University's, and what somebody handed in for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from grader import deductions, points
from grader.clock import Times
from grader.handed import HandedIn
from grader.points import Given, Mark
from grader.rubric import Assignment, Forbids, Late, Matches, Policy, RubricItem
from grader.score import CheckResult

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.deductions import Ledger
    from grader.score import ItemResult, Verdict

DUE = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)

# 5 % for the wrong format, 20 % late within 24 hours, nothing later, 20 % for code that cannot be executed.
STRICT = Policy(
    archive=r"[a-z]{2,3}\d+\.zip", exactly=True, format=0.05, late=(Late(hours=24, fraction=0.2),), cannot_run=0.2
)
RUBRIC = Assignment(
    "strict",
    title="Strict",
    files=("theory.pdf", "mlp.py"),
    total=100,
    policy=STRICT,
    items=(
        RubricItem("theory", "Theory", by_hand=50),
        RubricItem("code", "Code", (Matches("forward", points=30), Matches("backward", points=20))),
        RubricItem("rules", "Rules", (Forbids("no_autograd", penalty=0.5),)),
    ),
)
RIGHT = HandedIn(("mlp.py", "theory.pdf"), {"mlp.py": "mlp.py"}, "abc123.zip")


def late(hours: float) -> Times:
    return Times(DUE, DUE + timedelta(hours=hours))


def results(code: Verdict = "passed", rules: Verdict = "passed") -> dict[str, CheckResult]:
    made = {name: CheckResult(name, name, code, 0.0, 0.0) for name in ("forward", "backward")}
    return made | {"no_autograd": CheckResult("no_autograd", "", rules, 0.0, 0.0, feedback="It calls backward.")}


def items(theory: float | None = 50.0, code: Verdict = "passed", rubric: Assignment = RUBRIC) -> tuple[ItemResult, ...]:
    found = results(code)
    return points.of_items(rubric, found, Given(set(found), marks={"theory": Mark(theory)}))


def settle(
    handed: HandedIn = RIGHT,
    policy: Policy = STRICT,
    theory: float | None = 50.0,
    code: Verdict = "passed",
    rules: Verdict = "passed",
) -> Ledger:
    rubric = replace(RUBRIC, policy=policy)
    return deductions.settle(rubric, items(theory, code), results(code, rules), handed)


def reasons(ledger: Ledger) -> list[str]:
    return [step.reason for step in ledger.penalties]


def given(**changes: Any) -> HandedIn:
    return replace(RIGHT, **changes)


def mapping(ledger: Ledger) -> Mapping[str, float]:
    return {step.id: step.points for step in (*ledger.adjustments, *ledger.penalties)}
