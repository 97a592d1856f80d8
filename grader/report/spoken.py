"""A report in another language: the engine's sentences told again, before a printer prints them.

What people wrote stays as they wrote it: titles, known mistakes and charts of a rubric, comments, all that a
submission printed or raised, the names of files and cases.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from grader.report import view
from grader.report.catalogue import SPOKEN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from grader.report.catalogue import Catalogue
    from grader.score import (
        Carried,
        CaseResult,
        CheckResult,
        Counterexample,
        Diagnosis,
        ItemResult,
        Mismatch,
        Penalty,
        Problem,
        ScoreReport,
    )


def in_language(report: ScoreReport, say: Catalogue) -> ScoreReport:
    """Return the report with what the engine said in the language of the catalogue, as far as it is known there."""
    return report if say.language == SPOKEN else _Spoken(say.told).report(report)


class _Spoken:
    """Tells the parts of a report again, each by `told(text, group)`."""

    def __init__(self, told: Callable[..., str]):
        self.told = told

    def report(self, report: ScoreReport) -> ScoreReport:
        told = self.told
        return replace(
            report,
            items=tuple(map(self.item, report.items)),
            penalties=tuple(map(self.step, report.penalties)),
            adjustments=tuple(map(self.step, report.adjustments)),
            problem=report.problem and self.problem(report.problem),
            notes=tuple(map(told, report.notes)),
            environment={
                told(name, "environment"): told(value, "run_with") for name, value in report.environment.items()
            },
        )

    def step(self, step: Penalty) -> Penalty:
        return replace(step, reason=self.told(step.reason))

    def problem(self, problem: Problem) -> Problem:
        return replace(problem, title=self.told(problem.title, "titles"), text=self.told(problem.text))

    def item(self, item: ItemResult) -> ItemResult:
        return replace(item, note=self.told(item.note), checks=tuple(map(self.check, item.checks)))

    def check(self, check: CheckResult) -> CheckResult:
        if view.is_withheld(check) or view.is_unselected(check):  # known by what they say, which nobody is shown
            return check
        return replace(
            check,
            feedback=self.told(check.feedback),
            notes=tuple(map(self.told, check.notes)),
            diagnosis=tuple(map(self.diagnosis, check.diagnosis)),
            mismatch=check.mismatch and self.mismatch(check.mismatch),
            cases=tuple(map(self.case, check.cases)),
            carried=check.carried and self.carried(check.carried),
            counterexample=check.counterexample and self.example(check.counterexample),
        )

    def diagnosis(self, found: Diagnosis) -> Diagnosis:
        return replace(found, text=self.told(found.text))

    def mismatch(self, found: Mismatch) -> Mismatch:
        return replace(found, output=self.told(found.output, "rules")) if found.kind == "rule" else found

    def case(self, case: CaseResult) -> CaseResult:
        return replace(
            case,
            name=case.name if case.visibility == "public" else self.told(case.name, "case"),
            feedback=self.told(case.feedback),
            notes=tuple(map(self.told, case.notes)),
            mismatch=case.mismatch and self.mismatch(case.mismatch),
            inputs=self.values(case.inputs),
        )

    def carried(self, found: Carried) -> Carried:
        return replace(found, feedback=self.told(found.feedback))

    def example(self, found: Counterexample) -> Counterexample:
        shown = {"actual": self.told(found.actual, "shown"), "expected": self.told(found.expected, "shown")}
        return replace(found, inputs=self.values(found.inputs), feedback=self.told(found.feedback), **shown)

    def values(self, inputs: Mapping[str, str]) -> dict[str, str]:
        return {name: self.told(text, "shown") for name, text in inputs.items()}
