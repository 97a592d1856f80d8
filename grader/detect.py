"""Recognise which assignment of a course a submission belongs to, by its file names and what its files define.

Nothing of a submission is parsed here: what its files define are facts of the confined scan (`sandbox/facts.py`).
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from grader.errors import GradeError
from grader.handed import found_as, is_python, listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.rubric import Assignment

LEAST = 0.35  # a third of the names in files of the right names are worth less, half of them in others, too
MARGIN = 0.2  # by which the best assignment must fit better than the next
CLEARLY = 0.6  # what all names in files of other names are worth


@dataclass(frozen=True)
class Fit:
    """How well a submission fits an assignment: `worth` is between 0 and 1.

    `named` are the required files that were handed in under their names, `defined` of `wanted` definitions were found.
    In files that cannot be read as Python nothing is looked for.
    """

    slug: str
    files: int
    named: tuple[str, ...]
    defined: int
    wanted: int
    worth: float

    def __str__(self) -> str:
        return f"{self.slug} ({len(self.named)} of {self.files} files, {self.defined} of {self.wanted} names)"

    @property
    def why(self) -> str:
        """The sentence that says by what the assignment was recognised."""
        count = f"{self.defined} of {self.wanted} names"
        if not self.named:
            return f"{self.slug}: the files have other names, but they define {count}."
        many = len(self.named) > 1
        defined = f", and {'they define' if many else 'it defines'} {count}" if self.wanted else ""
        return f"{self.slug}: {_and(self.named)} {'were' if many else 'was'} handed in{defined}."


def fit(rubric: Assignment, files: Sequence[str], facts: Mapping[str, Mapping[str, Any]]) -> Fit:
    """Say how well a submission, its files and the facts of its Python files, fits an assignment."""
    found = {name: found_as(name, files) for name in rubric.files}
    named = tuple(name for name, path in found.items() if path)
    broken = {name for name, path in found.items() if path and is_python(name) and not facts.get(path, {}).get("ok")}
    wanted = [word for name, words in rubric.defines.items() if name not in broken for word in words]
    # Anywhere: the file of the right name may import them from others that were handed in.
    defined = {word for said in facts.values() for kind in ("classes", "functions") for word in said.get(kind, ())}
    there = sum(word in defined for word in wanted)
    by_name = sum(map(_share(files), rubric.files)) / len(rubric.files)
    return Fit(rubric.slug, len(rubric.files), named, there, len(wanted), _worth(by_name, there, len(wanted)))


def _worth(by_name: float, defined: int, wanted: int) -> float:
    """Count definitions, more when they stand in files of the right names, whose names alone say little."""
    return defined / wanted * (0.6 + 0.4 * by_name) if wanted else 0.7 * by_name


def _share(files: Sequence[str]) -> Callable[[str], float]:
    """Return what a required file counts: one if it is there, half for a text or the like of the same type."""
    types = {PurePosixPath(path).suffix.casefold() for path in files}

    def share(name: str) -> float:
        if found_as(name, files):
            return 1.0
        return 0.5 if not is_python(name) and PurePosixPath(name).suffix.casefold() in types else 0.0

    return share


def best(fits: Iterable[Fit]) -> Fit | None:
    """Return the fit that is clearly the best one, if any is."""
    ranked = sorted(fits, key=lambda one: -one.worth)
    if not ranked or ranked[0].worth < LEAST:
        return None
    rival = ranked[1].worth if len(ranked) > 1 else 0.0
    return ranked[0] if ranked[0].worth - rival >= MARGIN else None


def candidates(fits: Iterable[Fit]) -> str:
    """List assignments with how well each fits, the best first."""
    return ", ".join(str(one) for one in sorted(fits, key=lambda one: (-one.worth, -len(one.named), one.slug)))


@dataclass(frozen=True)
class Remarks:
    """What a report says of its assignment: by what it was recognised, or that the submission looks like another's."""

    own: AssignmentFolder
    course: Mapping[str, AssignmentFolder]
    recognised: bool

    def __call__(self, files: Sequence[str], facts: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
        """Return the sentences, at most one, for a submission of these files with these facts."""
        own = fit(self.own.rubric, files, facts)
        if self.recognised and own.worth < LEAST:
            return (f"The assignment was recognised by other submissions of this run: {own.slug}.",)
        if self.recognised:
            return (f"The assignment was recognised. {own.why}",)
        found = None if own.worth > 1 - MARGIN else best([own, *self._others(files, facts)])
        if found is None or found.slug == own.slug or found.worth < CLEARLY:
            return ()
        return (f"This looks like work for another assignment than {own.slug}, as which it is graded. {found.why}",)

    def _others(self, files: Sequence[str], facts: Mapping[str, Mapping[str, Any]]) -> Iterator[Fit]:
        for slug, folder in self.course.items():
            if slug != self.own.rubric.slug:
                with contextlib.suppress(GradeError):  # a fault of another assignment is none of this one's business
                    yield fit(folder.rubric, files, facts)


def _and(names: Sequence[str]) -> str:
    if len(names) > 4:
        return listed(names)
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)
