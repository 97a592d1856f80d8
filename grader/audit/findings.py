"""What an audit finds: one sentence each, under an id by which a course may accept it for a written reason."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from grader.course import run_file
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from grader.course import AssignmentFolder

FILE = "audit.py"  # of an assignment's folder: ACCEPTED = {finding id: why it may stand}


@dataclass(frozen=True)
class Bounds:
    """From where on something is a finding; all are fractions or factors.

    `stub` is the share of the points that a stub may earn, `rounding` the share of a tolerance that rounding may use
    up, `right` the share that right work may; `mistake` is how many times the tolerance a mistake must be off, and
    `time` the share of a time limit that the reference may take.
    """

    stub: float = 0.1
    rounding: float = 0.1
    right: float = 0.5
    mistake: float = 10.0
    time: float = 0.5


@dataclass(frozen=True)
class Finding:
    """Something to be mended. `id` is its kind and what it is about; `accepted` the reason why it may stand."""

    id: str
    text: str
    accepted: str = ""

    @property
    def kind(self) -> str:
        """What the part of the id before the colon says."""
        return self.id.partition(":")[0]


def accepted_in(folder: AssignmentFolder) -> Mapping[str, str]:
    """Return finding id -> the reason for which the assignment accepts it, from its audit.py if it has one."""
    path = folder.path / FILE
    if not path.is_file():
        return {}
    found = run_file(path).get("ACCEPTED")
    if not isinstance(found, dict) or not all(isinstance(word, str) for pair in found.items() for word in pair):
        raise CourseError(f"{path} defines no ACCEPTED = {{finding id: reason}}, both text.")
    for name, reason in found.items():
        if len(reason.split()) < 3:
            raise CourseError(f"{path}: say in a sentence why {name!r} is accepted.")
    return found


def settled(findings: Iterable[Finding], accepted: Mapping[str, str]) -> tuple[Finding, ...]:
    """Put the reasons to the findings that are accepted."""
    return tuple(replace(one, accepted=accepted.get(one.id, "")) for one in findings)


def unused(findings: Iterable[Finding], accepted: Mapping[str, str]) -> tuple[str, ...]:
    """Return the ids that are accepted although nothing of the kind is found any more."""
    there = {one.id for one in findings}
    return tuple(name for name in accepted if name not in there)
