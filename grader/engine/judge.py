"""From replies to verdicts: what each kind of check asks of the values that came back. Pure; never raises on them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from grader import gradcheck, near, rules
from grader.compare import Comparison, compare
from grader.engine import digest, plan
from grader.rubric import Differentiates, Matches, Satisfies
from grader.score import CaseResult, CheckResult, Mismatch, NearMiss, Verdict
from grader.values import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.expected import Array, Expected, ExpectedCase
    from grader.rubric import Check
    from grader.sandbox.reply import Failure, Reply

# What has no traceback to say where it was: the reader is told which call it was instead.
RESOURCES = frozenset({"timed_out", "crashed", "out_of_memory", "too_much_output"})


class Judged(NamedTuple):
    """How a check went on one case, and what of it came near to the tolerance."""

    result: CaseResult
    seen: Sequence[NearMiss]


Cases = dict[tuple[str, str], Judged]  # by check and case


def judge(
    check: Check, expected: Expected, replies: Mapping[plan.Key, Reply], before: Cases | None = None
) -> CheckResult:
    """Judge one check on all its cases: all or nothing.

    `before` are cases that were judged on the same replies before, and not again; those that are now are added.
    """
    before = {} if before is None else before
    judged = []
    for case in plan.cases_of(check, expected):
        key = check.id, case.name
        if key not in before:
            before[key] = _case(check, case, expected, replies)
        judged.append(before[key])
    if not judged:
        return result(check, "skipped", "It has no public case; it is graded after you hand in.")
    cases = [one.result for one in judged]
    found = replace(fold(check, cases), near=near.nearest((miss for one in judged for miss in one.seen), cases))
    if isinstance(check, Matches | Differentiates):
        return replace(found, rtol=check.tolerance.rtol, atol=check.tolerance.atol)
    return found


def fold(check: Check, cases: Sequence[CaseResult]) -> CheckResult:
    """Put the cases of a check together: the first failing one, public ones first, gives verdict and feedback."""
    failing = [case for case in cases if case.verdict not in ("passed", "consistent")]
    telling = failing or [case for case in cases if case.verdict == "consistent"] or list(cases)
    # A skipped case says less than the one that caused the skipping.
    first = min(telling, key=lambda case: (case.verdict == "skipped", case.visibility == "hidden"))
    return CheckResult(
        check.id,
        check.title,
        first.verdict,
        0.0,
        check.points,
        check.visibility,
        first.feedback,
        tuple(dict.fromkeys(note for case in cases for note in case.notes)),
        mismatch=first.mismatch,
        cases=tuple(cases),
        seconds=sum(case.seconds for case in cases),
    )


def result(check: Check, verdict: Verdict, feedback: str) -> CheckResult:
    """Return the result of a check that no case decided."""
    return CheckResult(check.id, check.title, verdict, 0.0, check.points, check.visibility, feedback)


def failed(check: Check, failure: Failure) -> CheckResult:
    """Return the result of a check that was never run, since the submission as a whole failed."""
    return result(check, failure.kind, failure.message)


def _case(check: Check, case: ExpectedCase, expected: Expected, replies: Mapping[plan.Key, Reply]) -> Judged:
    reply = replies[plan.case_key(case.probe, case.name)]
    seen: list[NearMiss] = []
    if isinstance(check, Matches):
        judged = _matches(check, case, reply, seen)
    elif isinstance(check, Differentiates):
        judged = _differentiates(check, case, expected, replies, seen)
    elif isinstance(check, Satisfies):
        judged = _satisfies(check, case, reply)
    else:
        raise TypeError(f"no judge for {type(check).__name__}")
    found = replace(
        judged,
        mismatch=replace(judged.mismatch, case=case.name) if judged.mismatch else None,
        inputs={} if judged.verdict == "passed" else case.shown_inputs,
        printed=reply.printed,
        seconds=reply.seconds,
        digest=digest.of_wrong(judged, case, reply),
    )
    return Judged(found, seen)


def _matches(check: Matches, case: ExpectedCase, reply: Reply, seen: list[NearMiss]) -> CaseResult:
    names = [name for name in case.outputs if selected(name, check.outputs)]
    if reply.failure and any(name not in reply.outputs for name in names):
        return _not_run(case, reply.failure)
    extra = _extra(names, reply, case)
    if extra:
        return CaseResult(case.name, case.visibility, "wrong", extra)
    notes: list[str] = []
    wrong: Comparison | None = None
    for name in names:
        found = compare(name, reply.outputs.get(name), case.outputs[name], check.tolerance, check.unit_axes)
        seen += near.of(case.name, {name: found.ratio})
        wrong = wrong or (None if found.ok else found)
        if found.ratio > near.MOST:  # what the other outputs are changes nothing any more
            break
        notes += found.notes
    if wrong:
        return CaseResult(case.name, case.visibility, "wrong", wrong.feedback, wrong.notes, wrong.mismatch)
    return CaseResult(case.name, case.visibility, "passed", notes=tuple(notes))


def _extra(names: Sequence[str], reply: Reply, case: ExpectedCase) -> str:
    """Say which lists came back with more entries than they should have."""
    lists = {name.split("[")[0] for name in names if name.endswith("]")}
    more = [
        name
        for name in reply.outputs
        if name.endswith("]") and name.split("[")[0] in lists and name not in case.outputs
    ]
    if not more:
        return ""
    name = more[0].split("[")[0]
    counts = [sum(key.startswith(f"{name}[") for key in outputs) for outputs in (reply.outputs, case.outputs)]
    return f"{quoted(name)} has {counts[0]} entries, but should have {counts[1]}."


def _differentiates(
    check: Differentiates,
    case: ExpectedCase,
    expected: Expected,
    replies: Mapping[plan.Key, Reply],
    seen: list[NearMiss],
) -> CaseResult:
    analytic = replies[plan.case_key(case.probe, case.name)]
    sweep = replies[plan.sweep_key(check, case.name)]
    sweeps = gradcheck.plan(case.inputs, check.wrt, check.reduce, check.step)
    names = [_gradient_name(item.path, check.wrt) for item in sweeps]
    for reply, needed in ((analytic, names), (sweep, [item.path for item in sweeps])):
        if reply.failure and any(name not in reply.outputs for name in needed):
            return _not_run(case, reply.failure)
    gradients = []
    for item, name in zip(sweeps, names, strict=True):
        value = sweep.outputs.get(item.path)
        forward = value.array if value is not None and value.array is not None else np.empty(0)
        gradients.append(
            (name, analytic.outputs.get(name), gradcheck.numerical(item, forward, check.reduce, check.step))
        )
    found = gradcheck.judge(gradients, check.tolerance)
    seen += near.of(case.name, found.ratios)
    if not found.ok or not found.has_signal:
        text = (
            found.feedback or "Your forward pass does not depend on its inputs here, so there is no gradient to judge."
        )
        return CaseResult(case.name, case.visibility, "wrong", text, found.notes, found.mismatch)
    wrong = _forward_mismatch(check, case, expected, replies)
    if wrong is not None:
        text = "The gradient is consistent with your own forward pass, but that forward pass is wrong."
        return CaseResult(case.name, case.visibility, "consistent", text, found.notes, wrong)
    known = {name: case.outputs[name] for name in names}
    settled = _settled(check, case, known, analytic, seen)
    return settled or CaseResult(case.name, case.visibility, "passed", notes=found.notes)


def _settled(
    check: Differentiates,
    case: ExpectedCase,
    known: Mapping[str, Array],
    analytic: Reply,
    seen: list[NearMiss],
) -> CaseResult | None:
    """Refuse a gradient that is confirmed by the forward pass alone, whose values are right, and not by the reference.

    Such a forward pass was bent where it was differentiated: no function has the right values and a wrong slope.
    """
    for name, gradient in known.items():
        actual = analytic.outputs[name]
        if actual.array is None or actual.array.size != gradient.size:  # another form, as the driver's forward takes it
            continue
        found = compare(name, replace(actual, array=actual.array.reshape(gradient.shape)), gradient, check.tolerance)
        seen += near.of(case.name, {name: found.ratio})
        if not found.ok:
            text = "The forward pass has the right values, but near them it follows another function: " + found.feedback
            return CaseResult(case.name, case.visibility, "wrong", text, found.notes, found.mismatch)
    return None


def _gradient_name(path: str, wrt: Mapping[str, str]) -> str:
    name, bracket, place = path.partition("[")
    return wrt[name] + bracket + place


def _forward_mismatch(
    check: Differentiates, case: ExpectedCase, expected: Expected, replies: Mapping[plan.Key, Reply]
) -> Mismatch | None:
    known = expected.case(check.of, case.name)
    if known is None or check.output not in known.outputs:
        return None
    actual = replies[plan.case_key(check.of, case.name)].outputs.get(check.output)
    return compare(check.output, actual, known.outputs[check.output], check.tolerance).mismatch


def _satisfies(check: Satisfies, case: ExpectedCase, reply: Reply) -> CaseResult:
    bands = {rules.band_of(name): band for name, band in case.bands.items()}
    found = check.rule.judge(reply.outputs, {**case.inputs, **bands})
    if reply.failure and not found.ok:  # what the rule asks for may have come before the failure
        return _not_run(case, reply.failure)
    mismatch = None if found.ok else Mismatch(check.rule.name, "rule")
    verdict: Verdict = "passed" if found.ok else "wrong"
    return CaseResult(case.name, case.visibility, verdict, found.feedback, found.notes, mismatch)


def _not_run(case: ExpectedCase, failure: Failure) -> CaseResult:
    trace = "\n".join(f"{f.file}, line {f.line}, in {f.function}\n    {f.source}" for f in failure.frames)
    if trace and failure.exception:
        trace += f"\n{failure.exception}: {failure.detail}"
    where = f"Case {case.name} of probe {case.probe}: " if failure.kind in RESOURCES else ""
    return CaseResult(case.name, case.visibility, failure.kind, where + failure.message, traceback=trace)


def selected(name: str, wanted: Sequence[str]) -> bool:
    """Tell whether an output is one of `wanted`: `dW[0]` is, for "dW[0]" and for "dW". All are when none is named."""
    return not wanted or name in wanted or name.split("[", maxsplit=1)[0] in wanted
