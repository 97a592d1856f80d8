"""Submissions with two mistakes at once: what is named for them?"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader import expected
from grader.diagnose import catalogue, record
from grader.engine.run import Job, grade
from grader.errors import CourseError
from grader.mistakes import Mistake
from grader.sandbox.host import Settings
from grader.score import ScoreReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.course import AssignmentFolder
    from grader.sandbox.warm import Warm


@dataclass(frozen=True)
class Named:
    """What was named for a pair of mistakes that are in a submission together."""

    pair: tuple[str, str]
    names: frozenset[str]

    @property
    def right(self) -> frozenset[str]:
        return self.names & set(self.pair)

    @property
    def wrong(self) -> frozenset[str]:
        """Mistakes of the catalogue that are named and not there; a general signature claims none."""
        return self.names - set(self.pair)


def drawn(folder: AssignmentFolder, count: int, seed: int) -> list[tuple[Mistake, Mistake]]:
    """Draw pairs whose edits fit together."""
    sources = {path.name: path.read_text() for path in folder.solution.iterdir() if path.is_file()}
    rng = np.random.default_rng(seed)
    found: list[tuple[Mistake, Mistake]] = []
    while len(found) < count:
        one, other = (folder.mistakes[place] for place in rng.choice(len(folder.mistakes), 2, replace=False))
        try:
            other.apply(one.apply(sources))
        except CourseError:
            continue
        found.append((one, other))
    return found


def named(folder: AssignmentFolder, pairs: Sequence[tuple[Mistake, Mistake]], warm: Warm) -> list[Named]:
    """Grade a submission for each pair; return what was named."""
    known = expected.load(folder)
    mistakes = catalogue.load(folder.path / "expected", known.sha256)
    assert mistakes is not None
    job = Job(folder, known, Settings(folder.rubric.limits), lambda: mistakes)
    catalogued = {one.id for one in mistakes.variants}
    found = []
    with tempfile.TemporaryDirectory() as place:
        handed_in = []
        for number, (one, other) in enumerate(pairs):
            both = Mistake(f"{one.id}+{other.id}", "", (*one.edits, *other.edits), ())
            record.lay_out(folder, both, Path(place, str(number)))
            handed_in.append((str(number), Path(place, str(number))))
        for (one, other), report in zip(pairs, grade(job, warm, handed_in), strict=True):
            assert isinstance(report, ScoreReport)
            names = {name.id for item in report.items for check in item.checks for name in check.diagnosis}
            found.append(Named((one.id, other.id), frozenset(names & catalogued)))
    return found
