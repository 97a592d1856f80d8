"""What assignments a course has: points, checks, cases, and the state of the expected outputs of each."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal

from grader import expected as store
from grader.course import AssignmentFolder, assignments
from grader.errors import CourseError, StaleExpectedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

State = Literal["up to date", "stale", "absent", "unreadable"]


@dataclass(frozen=True)
class Entry:
    """One assignment of a course. Cases are counted as stored: 0 where the expected outputs are absent."""

    slug: str
    title: str
    points: float
    by_checks: float
    by_hand: float
    checks: int
    cases_public: int
    cases_hidden: int
    expected: State
    packages: tuple[str, ...]

    def lines(self) -> tuple[str, str]:
        """Return the entry as two lines: what it is, and how it stands."""
        hand = f" and {self.by_hand:g} by hand" if self.by_hand else ""
        counted = f"{self.by_checks:g} points by {self.checks} checks{hand}"
        cases = f"{self.cases_public} public and {self.cases_hidden} hidden cases"
        needs = "".join(f"; needs {name}" for name in self.packages if name != "numpy")
        return f"{self.slug}: {self.title}", f"    {counted}; {cases}; expected outputs {self.expected}{needs}"


def entries(course: Path) -> list[Entry]:
    """Return the entries of all assignments of a course."""
    return [_entry(slug, folder) for slug, folder in assignments(course).items()]


def _entry(slug: str, folder: AssignmentFolder) -> Entry:
    rubric = folder.rubric
    state, cases = _expected(folder)
    by_hand = sum(item.by_hand for item in rubric.items if not item.extra)
    return Entry(
        slug=slug,
        title=rubric.title,
        points=rubric.total,
        by_checks=round(rubric.total - by_hand, 6),
        by_hand=by_hand,
        checks=sum(1 for _ in rubric.checks()),
        cases_public=cases["public"],
        cases_hidden=cases["hidden"],
        expected=state,
        packages=rubric.packages,
    )


def _expected(folder: AssignmentFolder) -> tuple[State, Mapping[str, int]]:
    """Return the state of the expected outputs and how many cases of each kind they hold."""
    cases = {"public": 0, "hidden": 0}
    if not (folder.path / "expected").is_dir():
        return "absent", cases
    state: State = "up to date"
    try:
        try:
            found = store.load(folder, hidden=not folder.is_handout)
        except StaleExpectedError:
            state, found = "stale", store.load(folder, hidden=not folder.is_handout, even_stale=True)
    except CourseError:
        return "unreadable", cases
    for case in found:
        cases[case.visibility] += 1
    return state, cases


def as_json(found: list[Entry]) -> list[dict[str, Any]]:
    """Return the entries as JSON knows them."""
    return [asdict(entry) for entry in found]
