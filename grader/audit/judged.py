"""What the measurements of an audit say: by check how its tolerance is used, and what of it is a finding. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from grader.audit.findings import Bounds, Finding
from grader.audit.stubs import BLANK
from grader.rubric import Differentiates, Matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from grader.audit.closest import Nearest
    from grader.audit.trials import Trial
    from grader.audit.whole import Measured
    from grader.rubric import Assignment, Check


@dataclass(frozen=True)
class Margin:
    """One check: error / allowed of the reference under rounding and of right work, the nearest mistake, and times.

    What has no tolerance has no ratios. `single` is the reference in single precision; `sample` names the perfect
    submission that comes nearest to the bound. `slowest` is the reference's slowest call, `limit` what a call may take.
    """

    check: str
    rtol: float | None = None
    atol: float | None = None
    noise: float | None = None
    elsewhere: float | None = None
    single: float | None = None
    right: float | None = None
    sample: str = ""
    nearest: Nearest | None = None
    seconds: float = 0.0
    slowest: float = 0.0
    limit: float = 0.0


def margins(rubric: Assignment, measured: Measured) -> tuple[Margin, ...]:
    """Return one margin for each check, in the order of the rubric."""
    return tuple(_margin(rubric, check, measured) for check in rubric.checks())


def _margin(rubric: Assignment, check: Check, measured: Measured) -> Margin:
    name, reference = check.id, measured.reference
    tolerance = check.tolerance if isinstance(check, Matches | Differentiates) else None
    right, sample = max(
        ((trial.used[name], trial.name) for trial in measured.samples if name in trial.used), default=(None, "")
    )
    slowest = max(((reference.calls.get(probe, 0.0), probe) for probe in check.probes), default=(0.0, ""))
    return Margin(
        name,
        tolerance.rtol if tolerance else None,
        tolerance.atol if tolerance else None,
        max((trial.used[name] for trial in measured.noise if name in trial.used), default=None),
        measured.elsewhere.used.get(name),
        measured.single.used.get(name),
        right,
        sample,
        measured.nearest.get(name),
        reference.seconds.get(name, 0.0),
        slowest[0],
        rubric.limits.seconds(slowest[1]) if slowest[1] else 0.0,
    )


def findings(rubric: Assignment, measured: Measured, found: Sequence[Margin], bounds: Bounds) -> Iterator[Finding]:
    """Yield all that the measurements show to be wrong."""
    yield from of_reference(measured.reference)
    yield from of_stubs(measured.stubs, bounds)
    yield from of_samples(measured.samples)
    unsteady = {name for trial in (*measured.noise, measured.elsewhere) for name in trial.lost}
    for margin in found:
        yield from of_margin(margin, bounds, unsteady=margin.check in unsteady)
    whole, limit = measured.reference.in_all, rubric.limits.submission_seconds
    if whole > bounds.time * limit:
        yield Finding("time:submission", f"The reference takes {whole:.2g} s of the {limit:g} s for a submission.")


def of_reference(reference: Trial) -> Iterator[Finding]:
    """Yield what keeps the reference from all points."""
    for name in reference.lost:
        yield Finding(f"reference:{name}", f"The reference does not pass the check {name}: {reference.verdicts[name]}.")
    if reference.notes:
        yield Finding("reference:notes", f"The reference's report has a note: {reference.notes[0]}")


def of_stubs(stubs: Sequence[Trial], bounds: Bounds) -> Iterator[Finding]:
    """Yield the submissions without knowledge that earn too much; the starter code must earn nothing."""
    for stub in stubs:
        share = 0.0 if stub.name == BLANK else bounds.stub
        if stub.earned > share * stub.most:
            what = "The starter code" if stub.name == BLANK else f"A stub ({stub.name})"
            text = f"{what} earns {stub.earned:g} of {stub.most:g} points: {', '.join(_earning(stub))}."
            yield Finding(f"stub:{stub.name}", text)


def _earning(stub: Trial) -> list[str]:
    passed = [name for name, verdict in stub.verdicts.items() if verdict == "passed"]
    return passed[:8] + ([f"and {len(passed) - 8} more"] if len(passed) > 8 else [])


def of_samples(samples: Sequence[Trial]) -> Iterator[Finding]:
    """Yield the right submissions that do not get all points."""
    for sample in samples:
        if sample.lost or sample.earned < sample.most:
            lost = f": it loses {', '.join(sample.lost[:8])}" if sample.lost else ""
            text = f"The perfect sample {sample.name} gets {sample.earned:g} of {sample.most:g} points{lost}."
            yield Finding(f"sample:{sample.name}", text)


def of_margin(margin: Margin, bounds: Bounds, *, unsteady: bool = False) -> Iterator[Finding]:
    """Yield what is wrong with one check's tolerance and time; `unsteady`, that rounding alone made it fail."""
    name = margin.check
    worst = max(margin.noise or 0.0, margin.elsewhere or 0.0)
    if unsteady or worst > bounds.rounding:
        how = "fails" if unsteady else f"uses {worst:.2g} of its tolerance"
        yield Finding(f"rounding:{name}", f"By rounding alone the reference {how} in the check {name}.")
    if margin.right is not None and margin.right > bounds.right:
        text = f"The perfect sample {margin.sample} uses {margin.right:.2g} of the tolerance of the check {name}."
        yield Finding(f"right:{name}", text)
    near = margin.nearest
    if near is not None and near.ratio < bounds.mistake:
        text = f"The mistake {near.mistake} is off by {near.ratio:.3g} times what the check {name} allows, no more."
        yield Finding(f"near:{name}", text)
    if margin.limit and margin.slowest > bounds.time * margin.limit:
        text = f"A call for the check {name} takes the reference {margin.slowest:.2g} s of {margin.limit:g} s allowed."
        yield Finding(f"time:{name}", text)
