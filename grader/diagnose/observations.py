"""What the general signatures look at: the output that is wrong, on every failing case of a check."""

from __future__ import annotations

from typing import TYPE_CHECKING

from grader.diagnose.signatures import Observation, Signature, common, signatures
from grader.engine import plan
from grader.rubric import Differentiates, Matches

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.expected import Array, Expected, ExpectedCase
    from grader.rubric import Check
    from grader.sandbox.reply import Reply
    from grader.score import CheckResult

MOST = 100_000  # entries of what came back, which may be of any size: a signature takes several copies of it
_TELLING = ("values", "nonfinite", "shape", "gradient")


def signs(check: Check, result: CheckResult, replies: Mapping[plan.Key, Reply], expected: Expected) -> list[Signature]:
    """Return what holds of the wrong output on all failing cases, the most telling first; usually nothing."""
    if not isinstance(check, Matches | Differentiates):
        return []
    failing = [case for case in result.cases if case.verdict != "passed"]
    wrong = [case.mismatch for case in failing if case.mismatch and case.mismatch.kind in _TELLING]
    if not failing or len(wrong) < len(failing):
        return []
    per_case = []
    for mismatch in wrong:
        output = _gradient_of(mismatch.output, check) if isinstance(check, Differentiates) else mismatch.output
        found = _observation(check, output, mismatch.case, replies, expected)
        if found is None:
            return []
        per_case.append(signatures(found))
    return common(per_case)


def _gradient_of(name: str, check: Differentiates) -> str:
    """Return the output that holds the gradient by an input; that of an output is itself."""
    base, bracket, place = name.partition("[")
    return check.wrt.get(base, base) + bracket + place


def _observation(
    check: Matches | Differentiates, output: str, name: str, replies: Mapping[plan.Key, Reply], expected: Expected
) -> Observation | None:
    probe = check.probes[0]
    case, own = expected.case(probe, name), _arrays(probe, name, replies)
    if case is None or output not in own or output not in case.outputs:
        return None
    return Observation(
        output=output,
        actual=own[output],
        expected=case.outputs[output],
        tolerance=check.tolerance,
        inputs=case.inputs,
        others={other: array for other, array in case.outputs.items() if other != output},
        own={other: array for other, array in own.items() if other != output},
        previous=_previous(case, output, replies, expected),
    )


def _arrays(probe: str, case: str, replies: Mapping[plan.Key, Reply]) -> dict[str, Array]:
    reply = replies.get(plan.case_key(probe, case))
    values = reply.outputs.items() if reply else ()
    return {name: value.array for name, value in values if value.array is not None and value.array.size <= MOST}


def _previous(
    case: ExpectedCase, output: str, replies: Mapping[plan.Key, Reply], expected: Expected
) -> tuple[Array, Array] | None:
    """Return actual and expected of the same output in the case before, of those that ran in the same process."""
    alike = [other for other in expected.cases(case.probe) if other.visibility == case.visibility]
    place = [other.name for other in alike].index(case.name)
    before = alike[place - 1] if place else None
    actual = _arrays(case.probe, before.name, replies).get(output) if before else None
    if before is None or actual is None or output not in before.outputs:
        return None
    return actual, before.outputs[output]
