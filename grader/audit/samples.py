"""Whole submissions that were marked perfect, in all styles that a course has collected: they must stay perfect.

A folder of samples holds a folder for each, with an `expect.json` that says its "score", the checks that it has
"failed" (none, for a perfect one) and the "adapter" that it needs, if any.
"""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from grader.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.rubric import Assignment

FILE = "expect.json"


class Sample(NamedTuple):
    """A submission that was marked perfect, and the name of its adapter."""

    path: Path
    adapter: str = ""

    def handed_in(self, place: Path) -> Path:
        """Copy what was handed in to a new folder below `place`; return it."""
        return shutil.copytree(self.path, place / self.path.name, ignore=shutil.ignore_patterns(FILE))


def perfect(place: Path, most: float) -> list[Sample]:
    """Return the samples in a folder that have at least `most` points and no failed check."""
    found = []
    for path in sorted(place.glob(f"*/{FILE}")):
        said = _said(path)
        if not said.get("failed") and "passed" not in said and said["score"] >= most:
            found.append(Sample(path.parent, str(said.get("adapter", ""))))
    return found


def full(rubric: Assignment) -> float:
    """Return the points that checks give to who has handed in no more than must be."""
    return round(sum(check.points for item in rubric.items if not item.by_hand_without for check in item.checks), 6)


def _said(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("score"), int | float):
        raise UsageError(f'{path} does not say what should come out: a "score", and the checks that are "failed".')
    return said
