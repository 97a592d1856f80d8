"""Make expected outputs: the probes run over the reference, through the same sandbox as any submission."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from grader import expected as store
from grader.cases import is_like
from grader.course import faults_of
from grader.datasets.used import refuse_other, used
from grader.errors import CourseError
from grader.expected import Expected, ExpectedCase
from grader.load import refuse_misfit
from grader.sandbox.host import Call, Session, Settings
from grader.sandbox.importing import How
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.course import AssignmentFolder
    from grader.sandbox.reply import Reply
    from grader.sandbox.warm import Warm

DRIFT = 1e-12  # relative: another BLAS or NumPy may round the last digits differently, a changed formula does not


@dataclass(frozen=True)
class Drift:
    """One output that is no longer what is stored. `error` is relative to the largest stored entry, or to 1."""

    probe: str
    case: str
    output: str
    error: float


def compute(folder: AssignmentFolder, warm: Warm, data: Path | None = None) -> list[ExpectedCase]:
    """Run every probe of the assignment on every case over its solution; `data` is for cases that ask for it."""
    _refuse_unlike(folder)
    with workspace() as space:
        try:
            folder.lay_out(space.submission)
        except OSError as error:
            raise CourseError(f"{folder.solution} cannot be copied to {space.submission}: {_reasons(error)}.") from None
        return _compute(folder, Session(warm, space, folder.driver, Settings(folder.rubric.limits)), data)


def _refuse_unlike(folder: AssignmentFolder) -> None:
    """Refuse a tiny case that is said to be like one that its probe does not have."""
    for probe, cases in folder.all_cases.items():
        names = [case.name for case in folder.cases[probe]]
        for rung, kind in [(case, kind) for case in cases for kind in case.like]:
            if not any(is_like(name, (kind,)) for name in names):
                text = f"the tiny case {rung.name!r} of the probe {probe!r} is like {kind!r}, but no case of it is."
                raise CourseError(f"{folder.path / 'cases.py'}: {text}")


def _reasons(error: OSError) -> str:
    """Return what the system said; `shutil` makes one error of many, (from, to, reason) each."""
    if isinstance(error, shutil.Error) and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return error.strerror or str(error)


def _compute(folder: AssignmentFolder, opened: Session, data: Path | None) -> list[ExpectedCase]:
    with opened as session:
        how = How(defines=folder.rubric.defines, definitions=folder.rubric.load == "definitions")
        loaded = session.load({name: name for name in folder.rubric.files if name.endswith(".py")}, how)
        failure = loaded.failure or next(iter([*loaded.unusable, *loaded.stops]), None)
        if failure is not None:
            raise CourseError(f"The solution of {folder.rubric.slug} cannot be imported: {failure.message}")
        found: list[ExpectedCase] = []
        for probe, cases in folder.all_cases.items():
            with faults_of(folder.path / "cases.py"):
                inputs = [case.inputs(data) for case in cases]
            for case, given, reply in zip(cases, inputs, session.probe(probe, list(map(Call, inputs))), strict=True):
                where = f"{folder.path.name}: probe {probe!r}, case {case.name!r}"
                outputs, bands = _outputs(where, reply), {}
                if case.band:
                    again = [_outputs(where, session.probe(probe, [Call(given)], seed=n)[0]) for n in range(case.band)]
                    bands = {name: np.stack([one[name] for one in again]) for name in outputs}
                found.append(
                    ExpectedCase(probe, case.name, case.visibility, given, outputs, bands, case.tiny, case.like)
                )
    return found


def _outputs(where: str, reply: Reply) -> dict[str, Any]:
    if reply.failure is not None:
        raise CourseError(f"{where}: the solution fails: {reply.failure.message}")
    for name, value in reply.outputs.items():
        if value.array is None:
            raise CourseError(f"{where}: the solution's output {name!r} is no array but {value.type}.")
    return {name: value.array for name, value in reply.outputs.items()}


def write(folder: AssignmentFolder, warm: Warm, data: Path | None = None) -> int:
    """Write `expected/` anew, if the rubric fits it; return how many cases it holds."""
    cases = compute(folder, warm, data)
    refuse_misfit(folder, Expected(cases))
    store.save(folder.path / "expected", cases, folder.sources(), warm.versions, used(folder, data))
    return len(cases)


def check(folder: AssignmentFolder, warm: Warm, data: Path | None = None) -> list[Drift]:
    """Compare what the reference gives now with what is stored, be that stale or not."""
    stored = store.load(folder, even_stale=True)
    refuse_other(folder, store.data_of(folder), data)
    fresh = compute(folder, warm, data)
    before = {(case.probe, case.name): case for case in stored.with_tiny()}
    unpaired = set(before) ^ {(case.probe, case.name) for case in fresh}
    gone = [Drift(probe, case, "(the case itself)", float("inf")) for probe, case in sorted(unpaired)]
    return gone + [drift for case in fresh for drift in _drifts(case, before.get((case.probe, case.name)))]


def _drifts(case: ExpectedCase, before: ExpectedCase | None) -> Iterator[Drift]:
    if before is None:
        return
    for name in {**case.outputs, **before.outputs}:
        error = _error(case.outputs.get(name), before.outputs.get(name))
        if error > DRIFT:
            yield Drift(case.probe, case.name, name, error)


def _error(now: Any, then: Any) -> float:
    if now is None or then is None or now.shape != then.shape or now.dtype != then.dtype:
        return float("inf")
    if now.size == 0 or np.array_equal(now, then, equal_nan=now.dtype.kind in "fc"):
        return 0.0
    scale = max(float(np.nanmax(np.abs(then))), 1.0)  # what is zero but for rounding has no relative error
    error = float(np.nanmax(np.abs(now.astype(np.complex128) - then)))
    return error / scale if np.array_equal(np.isfinite(now), np.isfinite(then)) else float("inf")
