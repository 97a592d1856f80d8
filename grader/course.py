"""Find a course, and load one assignment of it.

An assignment folder holds `rubric.py`, `driver.py` and `expected/`. Two places have them: `reference/<slug>/` of a
course (private: with the solution, hidden cases and mistakes) and the `grading/` folder of a handout (public cases
only). Running a `rubric.py` runs the course's own code; a submission never gets near it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import sys
import traceback
import types
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import contradictions
from grader.errors import CourseError, GradeError, RubricError, UsageError
from grader.rubric import Assignment
from grader.suggest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from grader.cases import Case
    from grader.mistakes import Mistake

HANDOUT = "grading"  # the folder of a handout that takes the place of reference/<slug>


@dataclass(frozen=True)
class AssignmentFolder:
    """One assignment on disk. What is read from it is read once."""

    path: Path

    @cached_property
    def rubric(self) -> Assignment:
        """The rubric, checked for contradictions."""
        rubric = run_file(self.path / "rubric.py").get("RUBRIC")
        if not isinstance(rubric, Assignment):
            raise CourseError(f"{self.path / 'rubric.py'} defines no RUBRIC = Assignment(...).")
        with faults_of(self.path / "rubric.py"):
            contradictions.refuse(rubric)
        if rubric.stand_ins and not (self.path / "stand_ins.py").is_file():
            raise CourseError(f"{self.path / 'rubric.py'} names stand_ins, but there is no stand_ins.py beside it.")
        return rubric

    @cached_property
    def driver(self) -> str:
        """The source of the driver; it runs in the child only."""
        return read(self.path / "driver.py")

    @cached_property
    def stand_ins(self) -> str:
        """The source of correct stand-ins for parts of a submission, which run in the child only; "" without any."""
        path = self.path / "stand_ins.py"
        return read(path) if path.is_file() else ""

    @cached_property
    def cases(self) -> Mapping[str, tuple[Case, ...]]:
        """Probe name -> the cases that checks are judged on."""
        return {probe: tuple(case for case in cases if not case.tiny) for probe, cases in self.all_cases.items()}

    @cached_property
    def all_cases(self) -> Mapping[str, tuple[Case, ...]]:
        """Probe name -> its cases, the tiny ones of its ladder among them. Only regenerating needs them."""
        found = run_file(self.path / "cases.py").get("CASES")
        if not isinstance(found, dict):
            raise CourseError(f"{self.path / 'cases.py'} defines no CASES = {{probe: (case, ...)}}.")
        for probe, cases in found.items():
            names = [case.name for case in cases]
            for name in names:
                if names.count(name) > 1:
                    raise CourseError(f"{self.path / 'cases.py'}: the probe {probe!r} has two cases called {name!r}.")
        return found

    @cached_property
    def mistakes(self) -> tuple[Mistake, ...]:
        """The catalogue of wrong variants."""
        found = run_file(self.path / "mistakes.py").get("MISTAKES")
        if not isinstance(found, list | tuple):
            raise CourseError(f"{self.path / 'mistakes.py'} defines no MISTAKES = (mistake, ...).")
        return tuple(found)

    @property
    def solution(self) -> Path:
        """The folder of the reference solution."""
        return self.path / "solution"

    @property
    def is_handout(self) -> bool:
        """Whether this is what students have: no solution, no hidden cases."""
        return not self.solution.is_dir()

    def _built_on(self) -> list[Path]:
        return [self.path.parent / name for name in self.rubric.builds_on]

    def lay_out(self, place: Path) -> None:
        """Copy the solution to `place`, which is made, with the folders beside this one that it builds on."""
        for source, target in [(self.solution, place), *((path, place / path.name) for path in self._built_on())]:
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))

    def sources(self) -> dict[str, str]:
        """Return {relative path: SHA-256} of all that expected outputs are made from, line ends aside."""
        names = ["driver.py", "cases.py"]
        for folder in [] if self.is_handout else [self.solution, *self._built_on()]:
            names += sorted(os.path.relpath(path, self.path) for path in folder.rglob("*") if _is_source(path))
        return {name: sha256_of(self.path / name) for name in names if (self.path / name).is_file()}


def _is_source(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def here() -> Path:
    """Return the folder that the user is in."""
    try:
        return Path.cwd()
    except OSError:
        raise UsageError("The folder that you are in is gone: change to one that is there.") from None


def find_course(start: Path, named: Path | None = None) -> Path:
    """Return the course's root: `named`, or the first folder from `start` upwards with reference/ or grading/."""
    if named is not None:
        if _is_course(named):
            return named
        raise UsageError(
            f"{named} is no course: it has neither reference/<assignment>/rubric.py nor grading/rubric.py."
        )
    for folder in (start, *start.parents):
        if _is_course(folder):
            return folder
    raise UsageError(
        f"No course found from {start} upwards. Run this inside a course (a folder with "
        "reference/<assignment>/rubric.py) or an unpacked handout, or name one with --course."
    )


def _is_course(folder: Path) -> bool:
    return (folder / HANDOUT / "rubric.py").is_file() or any(folder.glob("reference/*/rubric.py"))


def assignments(course: Path) -> dict[str, AssignmentFolder]:
    """Return every assignment of a course by slug."""
    if (course / HANDOUT / "rubric.py").is_file():
        folder = AssignmentFolder(course / HANDOUT)
        return {folder.rubric.slug: folder}
    return {path.parent.name: AssignmentFolder(path.parent) for path in sorted(course.glob("reference/*/rubric.py"))}


def choose(course: Path, slug: str | None) -> AssignmentFolder:
    """Return the assignment called `slug`; without a name, the only one there is."""
    known = assignments(course)
    if slug is None and len(known) == 1:
        slug = next(iter(known))
    if slug is None:
        raise UsageError(f"{course} has several assignments; choose one with --assignment: {', '.join(known)}.")
    if slug not in known:
        near = did_you_mean(slug, known)
        raise UsageError(f"{course} has no assignment {slug!r}.{near} It has: {', '.join(known)}.")
    if known[slug].rubric.slug != slug:
        named = known[slug].rubric.slug
        raise CourseError(f"{known[slug].path / 'rubric.py'} says it is {named!r}, but its folder is called {slug!r}.")
    return known[slug]


def refuse_reference(folder: AssignmentFolder, paths: Iterable[Path], out: str = "-", option: str = "--out") -> None:
    """Refuse to grade the course itself, whose reference would be taken for a submission, or to write into it."""
    reference = folder.path.resolve()
    if folder.is_handout:
        return
    for path in paths:
        if Path(os.path.realpath(path)) in (reference, *reference.parents):
            raise UsageError(f"{path} holds the reference of {folder.rubric.slug}: name the folder that was handed in.")
    if out != "-" and Path(os.path.realpath(out)).is_relative_to(reference):
        raise UsageError(f"{out} is a place of the reference: choose another folder with {option}.")


def run_file(path: Path) -> dict[str, Any]:
    """Run one of the course's own Python files and return its names."""
    module = types.ModuleType(path.stem)
    module.__file__ = str(path)
    source = read(path)
    before = sys.dont_write_bytecode
    sys.dont_write_bytecode = True
    try:
        # What it prints is no part of a report, which may itself go to standard output.
        with faults_of(path), contextlib.redirect_stdout(sys.stderr):
            exec(compile(source, str(path), "exec"), module.__dict__)  # noqa: S102 - the instructor's, not a student's
    finally:
        sys.dont_write_bytecode = before
    return module.__dict__


@contextlib.contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """Turn whatever one of the course's own files raises into a sentence with its line."""
    try:
        yield
    except GradeError as error:
        line = error.line if isinstance(error, RubricError) else _line(path, error)
        raise type(error)(f"{_at(path, line)}: {error}") from None
    except SyntaxError as error:
        raise CourseError(f"{_at(error.filename or path, error.lineno)}: {error.msg}.") from None
    except (Exception, SystemExit) as error:
        raise CourseError(f"{_at(path, _line(path, error))}: {type(error).__name__}: {error}") from error


def _line(path: Path, error: BaseException) -> int | None:
    """Return the line of `path` from which an error came."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return lines[-1] if lines else None


def _at(path: Path | str, line: int | None) -> str:
    return f"{path}, line {line}" if line else str(path)


def read(path: Path) -> str:
    """Return the text of one of the course's own files."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CourseError(f"{path} is missing.") from None
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise CourseError(f"{path}, line {line} is no UTF-8: save the file in that encoding.") from None


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of one of the course's own files, line ends aside."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read: {error.strerror}.") from None
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest()
