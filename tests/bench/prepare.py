"""What every contender works on: a submission, a class of copies of it, and exactly the calls that grading it makes."""

from __future__ import annotations

import pickle
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader import expected
from grader.course import AssignmentFolder
from grader.engine import plan
from tests.bench import peers

ROOT = Path(__file__).parents[2]
SLUG = "cmu_hw1p1"
# Probe, its inputs, then for a gradient check the perturbed copies of some of them and the output asked for.
FloorCall = tuple[str, dict[str, Any], list[tuple[str, Any]], str]


@dataclass(frozen=True)
class Bench:
    """The folder of one run. A submission is a folder with one file, `file`."""

    place: Path
    course: Path
    file: str
    sample: Path
    group: tuple[Path, ...]
    calls: int  # plain calls and single forward calls of gradient checks
    checks: int
    points: float

    @property
    def driver(self) -> Path:
        """The assignment's driver."""
        return self.course / "reference" / SLUG / "driver.py"


def sample_of(course: Path) -> Path:
    """Return a perfect submission: the sample that runs fastest, beside which a grader's own time shows most."""
    sample = ROOT / "tests" / "submissions" / SLUG / "perfect_terse"
    return sample if sample.is_dir() else course / "reference" / SLUG / "solution"


def prepare(place: Path, sample: Path, size: int, course: Path = ROOT) -> Bench:
    """Fill the folder `place` for one submission and a class of `size` copies."""
    assignment = AssignmentFolder(course / "reference" / SLUG)
    known = expected.load(assignment)
    calls = floor_calls(plan.make(assignment.rubric.checks(), known))
    (place / "calls.pkl").write_bytes(pickle.dumps(calls, pickle.HIGHEST_PROTOCOL))
    peers.write(place, assignment, known)
    (file,), checks = assignment.rubric.files, len(list(assignment.rubric.checks()))
    folders = [place / "sample", *(place / "class" / f"student{number:02}" for number in range(size))]
    for folder in folders:
        folder.mkdir(parents=True)
        shutil.copy(sample / file, folder / file)
    return Bench(place, course, file, folders[0], tuple(folders[1:]), count(calls), checks, assignment.rubric.total)


def floor_calls(todo: plan.Plan) -> list[FloorCall]:
    """Return the calls of a plan as plain values, in the engine's order."""
    return [
        (probe, dict(call.inputs), [(sweep.path, sweep.values) for sweep in call.sweeps], call.output)
        for wave in todo.waves
        for probe, calls in wave.items()
        for call in calls.values()
    ]


def count(calls: list[FloorCall]) -> int:
    """Return how often a probe is called in all."""
    return sum(sum(len(values) for _, values in sweeps) or 1 for _, _, sweeps, _ in calls)
