"""How much of its tolerance a check's outputs use up: the greatest error / allowed. Pure."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from grader import gradcheck
from grader.closeness import measure
from grader.compare import Comparison, fit
from grader.engine import plan
from grader.engine.judge import selected
from grader.rubric import Differentiates, Matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import numpy.typing as npt

    from grader.expected import Expected, ExpectedCase
    from grader.rubric import Check, Tolerance, UnitAxes
    from grader.sandbox.reply import Reply, Value


def of(check: Check, expected: Expected, replies: Mapping[plan.Key, Reply]) -> float | None:
    """Return the greatest error / allowed of a check over its cases; None for one that has no tolerance.

    It is inf where something cannot be compared: an exception, another shape, a NaN.
    """
    if not isinstance(check, Matches | Differentiates):
        return None
    return max((_on(check, case, replies) for case in plan.cases_of(check, expected)), default=0.0)


def _on(check: Matches | Differentiates, case: ExpectedCase, replies: Mapping[plan.Key, Reply]) -> float:
    reply = replies.get(plan.case_key(case.probe, case.name))
    if reply is None:
        return math.inf
    if isinstance(check, Matches):
        names = [name for name in case.outputs if selected(name, check.outputs)]
        ratios = (
            _of_one(reply.outputs.get(name), case.outputs[name], check.tolerance, check.unit_axes) for name in names
        )
        return max(ratios, default=0.0)
    sweep = replies.get(plan.sweep_key(check, case.name))
    return max(_of_gradients(check, case, reply, sweep), default=0.0) if sweep else math.inf


def _of_one(
    actual: Value | None, expected: npt.NDArray[np.generic], tolerance: Tolerance, unit_axes: UnitAxes = "note"
) -> float:
    fitted = fit("", actual, expected, unit_axes)
    return math.inf if isinstance(fitted, Comparison) else measure(fitted.array, expected, tolerance).greatest


def _of_gradients(check: Differentiates, case: ExpectedCase, analytic: Reply, sweep: Reply) -> Iterator[float]:
    """Yield the ratios against the central differences, and those against the reference's own gradients."""
    for item in gradcheck.plan(case.inputs, check.wrt, check.reduce, check.step):
        base, bracket, place = item.path.partition("[")
        name = check.wrt[base] + bracket + place
        forward, actual = sweep.outputs.get(item.path), analytic.outputs.get(name)
        if forward is None or forward.array is None:
            yield math.inf
            continue
        difference = gradcheck.numerical(item, forward.array, check.reduce, check.step)
        yield gradcheck.judge([(name, actual, difference)], check.tolerance).ratios.get(name, math.inf)
        if actual is not None and actual.array is not None and actual.array.size == case.outputs[name].size:
            known = case.outputs[name]
            yield measure(actual.array.reshape(known.shape), known, check.tolerance).greatest
