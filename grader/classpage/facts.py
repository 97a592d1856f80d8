"""What a class page tells, as plain values. Everybody is known by a number, the place in `students` from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.batch.gradebook import Status
    from grader.classpage.statistics import Distribution, Undefined
    from grader.near import Listed
    from grader.score import Verdict


@dataclass(frozen=True)
class Student:
    """A person with the result that counts.

    Without names, `name`, `key`, `submission`, `report`, `note` and `problem` are empty.
    `score` is of `most`, the points that could be had so far; both None without a report. `points` are those by item,
    of items that are decided. `failed` counts checks that were not passed. `report` is the address of the report.
    `waiting` are points that a person has yet to give: until then the score is no grade.
    `problem` is what stopped the submission as a whole, so that its score may be of one small fault.
    A `stranger` was not found on the roster that the class was held against.
    `slowest` is the title of the check that took longest.
    """

    number: int
    name: str
    key: str
    submission: str
    status: Status
    score: float | None = None
    most: float | None = None
    points: Mapping[str, float] = field(default_factory=dict)
    failed: int = 0
    seconds: float = 0.0
    slowest: str = ""
    late: bool = False
    note: str = ""
    report: str = ""
    waiting: float = 0.0
    problem: str = ""
    stranger: bool = False

    @property
    def part(self) -> float | None:
        """What part of the points that could be had; None where there are none."""
        return self.score / self.most if self.score is not None and self.most else None


@dataclass(frozen=True)
class Check:
    """How a check went: `passed` of `count`, and how many of each verdict."""

    id: str
    title: str
    count: int
    passed: int
    verdicts: Mapping[Verdict, int]


@dataclass(frozen=True)
class Item:
    """How a rubric item went, for the `count` students for whom it is decided; `waiting` are yet to be marked by hand.

    `full` earned all of its points, `none` no point at all.
    """

    id: str
    title: str
    most: float
    count: int
    waiting: int
    full: int
    none: int
    difficulty: float | None
    discrimination: float | Undefined
    checks: tuple[Check, ...]


@dataclass(frozen=True)
class Mistake:
    """A diagnosis, or several that cannot be told apart, with the numbers of all whom it explains a failed check of.

    `checks` counts students by check id. Of texts that speak of a submission's own figures, the most frequent stands
    here, and `texts_vary` is true.
    """

    ids: tuple[str, ...]
    texts: tuple[str, ...]
    students: tuple[int, ...]
    checks: Mapping[str, int]
    texts_vary: bool = False


@dataclass(frozen=True)
class Absent:
    """Who is on a roster and has no result; without names only how many.

    Of `doubtful` people who have one, nobody can tell whom of the roster they are: these may be among the absent.
    """

    count: int
    names: tuple[str, ...] = ()
    doubtful: int = 0


@dataclass(frozen=True)
class Class:
    """Everything that is known of a class. Statistics are over those whose status is graded.

    `unexplained` counts failed checks that ran and have no diagnosis, and `unrun` those that never did, of submissions
    that could not be read as Python or imported. `near` names students by their numbers.
    """

    assignment: str
    title: str
    anonymous: bool
    students: tuple[Student, ...]
    totals: Distribution | None
    items: tuple[Item, ...]
    mistakes: tuple[Mistake, ...]
    unexplained: int
    unrun: int
    near: tuple[Listed, ...]
    absent: Absent | None = None
    versions: int = 1

    def to_be_marked(self) -> list[Student]:
        """Return those of whose points a person has yet to give some."""
        return [student for student in self.of("graded") if student.waiting]

    def stopped(self) -> list[Student]:
        """Return those whose submission could not be read or run as a whole, and is graded as it is."""
        return [student for student in self.of("graded") if student.problem]

    def strangers(self) -> list[Student]:
        """Return those who handed in and were not found on the roster; nobody where there is none."""
        return [student for student in self.students if student.stranger]

    def of(self, status: Status) -> list[Student]:
        """Return the students with this status."""
        return [student for student in self.students if student.status == status]
