"""Peers on the same work: the rubric's checks in the form that each of them reads.

All import the submission into the process that holds the answers, call the same probes and compare with `np.testing`:
one test per check. They are given every advantage: in one process, a probe is called once per case however many checks
look at it.
"""

from __future__ import annotations

import pickle
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import gradcheck
from grader.engine import judge, plan
from grader.rubric import Differentiates, Forbids, Matches
from tests.bench.peer_forms import PEERS

if TYPE_CHECKING:
    from grader.course import AssignmentFolder
    from grader.expected import Expected, ExpectedCase
    from grader.rubric import Check


def write(place: Path, assignment: AssignmentFolder, known: Expected) -> None:
    """Write `peer.py`, its work, and the test files of all peers into `place`."""
    checks = list(assignment.rubric.checks())
    work = {check.id: work_of(check, known) for check in checks}
    (place / "work.pkl").write_bytes(pickle.dumps(work, pickle.HIGHEST_PROTOCOL))
    shutil.copy(Path(__file__).with_name("peer.py"), place)
    shutil.copy(assignment.path / "driver.py", place)
    for name, text in {name: text for peer in PEERS for name, text in peer.files(checks).items()}.items():
        (place / name).parent.mkdir(exist_ok=True)
        (place / name).write_text(text)


def work_of(check: Check, known: Expected) -> dict[str, Any]:
    """Return all that a test needs of a check, as plain values."""
    work: dict[str, Any] = {"kind": type(check).__name__}
    if isinstance(check, Forbids):
        return work | {"words": [f"import {name}" for name in check.imports]}
    if isinstance(check, Matches | Differentiates):
        work |= {"rtol": check.tolerance.rtol, "atol": check.tolerance.atol}
    if isinstance(check, Differentiates):
        work |= {"of": check.of, "output": check.output, "reduce": check.reduce, "step": check.step}
    return work | {"probe": check.probes[0], "cases": [_case(check, case) for case in plan.cases_of(check, known)]}


def _case(check: Check, case: ExpectedCase) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return a case's name, inputs, and either {output: expected array} or {path of an input: gradient's output}."""
    if isinstance(check, Differentiates):
        paths = [sweep.path for sweep in gradcheck.plan(case.inputs, check.wrt, check.reduce, check.step)]
        wanted: dict[str, Any] = {path: _gradient_name(path, check) for path in paths}
    else:
        outputs = check.outputs if isinstance(check, Matches) else ()
        wanted = {name: array for name, array in case.outputs.items() if judge.selected(name, outputs)}
    return case.name, dict(case.inputs), wanted


def _gradient_name(path: str, check: Differentiates) -> str:
    name, bracket, place = path.partition("[")
    return check.wrt[name] + bracket + place
