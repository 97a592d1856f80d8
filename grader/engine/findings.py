"""All that is found of one submission: each check is judged by itself, then what failed is explained together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.engine import forbidden, judge, where
from grader.engine.again import as_judged
from grader.errors import where as where_raised
from grader.rubric import Forbids
from grader.score import Carried, CheckResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from grader.diagnose.catalogue import Catalogue
    from grader.engine.attempt import Attempt
    from grader.expected import Expected
    from grader.rubric import Assignment, Check
    from grader.score import Diagnosis

_FINE = ("passed", "skipped", "grader_error")


@dataclass(frozen=True)
class Known:
    """What submissions are judged by; without a catalogue of mistakes none of it is named."""

    rubric: Assignment
    expected: Expected
    catalogue: Callable[[], Catalogue | None] = lambda: None


class Findings:
    """The results of `checks` for one attempt. `fault` tells what kept us from explaining them; they stand without."""

    def __init__(self, known: Known, attempt: Attempt, checks: Iterable[Check]):
        self.known, self.attempt, self.fault = known, attempt, ""
        self.results: dict[str, CheckResult | Exception] = {check.id: self._tried(check) for check in checks}
        judged = [check for check in known.rubric.checks() if isinstance(self.results.get(check.id), CheckResult)]
        self.diagnoses: Mapping[str, tuple[Diagnosis, ...]] = {}
        if attempt.failure is None:
            try:
                self.diagnoses = self._diagnosed(judged)
            except Exception as error:  # noqa: BLE001 - marks do not depend on it
                self.fault = where_raised(error)

    def of(self, check: Check) -> CheckResult:
        """Return one check's result, or raise what kept us from judging it."""
        found = self.results[check.id]
        if isinstance(found, Exception):
            raise found
        if found.verdict in _FINE:
            return found
        return replace(
            found,
            diagnosis=self.diagnoses.get(check.id, ()),
            location=where.defined(", ".join(found.parts_at_fault) or check.title, self.known.rubric, self.attempt),
            counterexample=self.attempt.smallest.get(check.id),
        )

    def _tried(self, check: Check) -> CheckResult | Exception:
        try:
            return self._judged(check)
        except Exception as error:  # noqa: BLE001 - it is the fault of this check alone, and raised where it is asked for
            return error

    def _judged(self, check: Check) -> CheckResult:
        attempt = self.attempt
        if isinstance(check, Forbids):
            files = [path for name, path in attempt.files.items() if not check.files or name in check.files]
            return forbidden.judge(check, attempt.facts, files)
        if attempt.failure is not None:
            return judge.failed(check, attempt.failure)
        found = attempt.judged.get(check.id) or judge.judge(check, self.known.expected, attempt.replies)
        return replace(found, carried=self._carried(check, found))

    def _carried(self, check: Check, own: CheckResult) -> Carried | None:
        """Return how a check went in its second run, if it had one."""
        if check.id not in self.attempt.carried:
            return None
        given, replies = self.attempt.carried[check.id]
        second = self.attempt.judged_again.get(check.id) or judge.judge(
            as_judged(check, given), self.known.expected, replies
        )
        # Where a check has hidden cases no student is told this; apart from its needs it may have some that it had not.
        new = _has_hidden(second) and not _has_hidden(own)
        return Carried(given, second.verdict, self.known.rubric.policy.carried, "" if new else second.feedback)

    def _diagnosed(self, checks: list[Check]) -> dict[str, tuple[Diagnosis, ...]]:
        """Return what is behind failed checks, as far as that can be told."""
        results = {name: found for name, found in self.results.items() if isinstance(found, CheckResult)}
        if all(found.verdict in _FINE for found in results.values()):
            return {}
        from grader.diagnose import name  # noqa: PLC0415 - most submissions of most runs need none of it

        return name.all_of(checks, results, self.attempt.replies, self.known.expected, self.known.catalogue())


def _has_hidden(result: CheckResult) -> bool:
    return any(case.visibility == "hidden" for case in result.cases)
