"""Find the one assignment of a run when nobody named it, and refuse folders that hold many hand-ins."""

from __future__ import annotations

import os
from collections import Counter
from typing import TYPE_CHECKING

from grader import detect
from grader.course import assignments
from grader.errors import SubmissionError, UsageError
from grader.files import walk
from grader.handed import is_python, required_sources
from grader.rubric import Limits
from grader.sandbox import facts
from grader.sandbox.host import Session, Settings
from grader.submission import adapt, unfold, unpack
from grader.submission.junk import NAMES
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from grader.detect import Fit
    from grader.rubric import Assignment
    from grader.sandbox.warm import Warm

ALL_NOTEBOOKS = ("*.py",)  # no file is called so: all notebooks are read
ARCHIVES = (".zip", ".tar", ".gz", ".tgz")
CHOOSE = "choose one with --assignment"


def recognise(course: Path, paths: Sequence[Path], warm: Warm, level: str, adapter: Path | None) -> str:
    """Return the slug of the assignment that all submissions belong to, as far as they can be told.

    Raises UsageError when none can be told, or when two are clearly of different assignments.
    """
    rubrics = [folder.rubric for folder in assignments(course).values()]
    settings = Settings(Limits(), level, least="landlock")
    warm.bound(settings.limits, 1)
    told: dict[Path, Fit] = {}
    vague: dict[Path, list[Fit]] = {}
    errors: list[SubmissionError] = []
    for path in paths:
        try:
            fits = _fits(path, rubrics, warm, settings, adapter)
        except SubmissionError as error:  # grading will say so of this one; the others may be whole
            errors.append(error)
            continue
        clear = detect.best(fits)
        if clear is None:
            vague[path] = fits
        else:
            told[path] = clear
    if told:
        return _common(told)
    if not vague:
        raise errors[0]
    raise UsageError(_unclear(*next(iter(vague.items()))))


def _fits(path: Path, rubrics: Iterable[Assignment], warm: Warm, settings: Settings, adapter: Path | None) -> list[Fit]:
    """Unpack a submission and have it scanned where it is confined; return how well it fits each assignment."""
    with workspace() as space:
        unpacked = unpack(path, space.submission)
        if adapter is not None:
            unpacked = adapt(unpacked, adapter)
        unpacked = unfold(unpacked, ALL_NOTEBOOKS)
        with Session(warm, space, "", settings) as session:
            said = facts.taken(session.scan(), filter(is_python, unpacked.files))
    return [detect.fit(rubric, unpacked.files, said) for rubric in rubrics]


def _unclear(path: Path, fits: Sequence[Fit]) -> str:
    fitting = any(fit.worth >= detect.LEAST for fit in fits)
    wrong = "fits several assignments about as well" if fitting else "fits no assignment of the course"
    return f"{path} {wrong}; {CHOOSE}: {detect.candidates(fits)}."


def _common(told: Mapping[Path, Fit]) -> str:
    """Return the assignment of most; refuse the first submission that is of another one."""
    most = Counter(fit.slug for fit in told.values()).most_common(1)[0][0]
    example = next(path for path, fit in told.items() if fit.slug == most)
    for path, fit in told.items():
        if fit.slug != most:
            text = f"{path} is of another assignment than {example}, which is of {most}. {fit.why}"
            raise UsageError(f"{text} Grade each assignment by itself, or {CHOOSE}.")
    return most


def refuse_many(paths: Iterable[Path], rubric: Assignment) -> None:
    """Refuse what is not one hand-in but holds several: a class folder, or what a platform made of a class."""
    for path in paths:
        people = _people(path, rubric)
        if people:
            raise UsageError(f"{path} holds hand-ins of {people} people: `grade batch {path}` grades the class.")
        count = hand_ins(path, rubric) if os.path.isdir(path) else 0  # noqa: PTH112 - a path that may not be looked at
        if count > 1:
            each = os.path.join(path, "*")  # noqa: PTH118 - as a shell would be told it
            raise UsageError(
                f"{path} holds {count} hand-ins: `grade batch {path}` grades the class, `grade {each}` each of them."
            )


def _people(path: Path, rubric: Assignment) -> int:
    """Return of how many people a platform's download holds hand-ins; 0 for what is none at a first look already."""
    try:
        names = {inside.name.casefold() for inside in path.iterdir()} if path.is_dir() else set()
    except OSError:  # reading the submission will say what is wrong
        return 0
    if names & required_sources(rubric.files) or not (names or path.suffix.lower() == ".zip"):
        return 0
    from grader import crowd  # noqa: PLC0415 - the layouts of all platforms, which hardly any submission needs

    return crowd.hand_ins(path, rubric)


def hand_ins(folder: Path, rubric: Assignment) -> int:
    """Return how many hand-ins lie in a folder when it is sure that there are several: else 0.

    Sure are two archives, or folders that each hold all required Python files, with no Python file beside them; beside
    one that is not required, two .zip that each hold all required Python files.
    """
    required = required_sources(rubric.files)
    try:
        inside = [path for path in folder.iterdir() if path.name not in NAMES and not path.name.startswith(".")]
        beside = {path.name.casefold() for path in inside if _is_source(path.name)}
        if beside:
            return _whole_archives(inside, required) if not beside & required else 0
        packed = sum(path.suffix.lower() in ARCHIVES and path.is_file() for path in inside)
        held = [_names_in(path) for path in inside if path.is_dir() and not path.is_symlink()]
    except OSError:  # reading the submission will say what is wrong
        return 0
    sure = packed + sum(bool(required) and required <= names for names in held)
    return packed + sum(any(map(_is_source, names)) for names in held) if sure > 1 else 0


def _whole_archives(inside: Sequence[Path], required: AbstractSet[str]) -> int:
    """Return how many .zip hold all that is required where there are several; beside a notebook nobody can tell."""
    packed = [path for path in inside if path.suffix.lower() == ".zip"]
    if len(packed) < 2 or any(path.suffix.lower() == ".ipynb" for path in inside):
        return 0
    from grader import crowd  # noqa: PLC0415 - as above

    found = sum(crowd.archive_holds(path, required) for path in packed)
    return found if found > 1 else 0


def _names_in(folder: Path) -> set[str]:
    return {name.casefold() for _, _, files in walk(folder) for name in files}


def _is_source(name: str) -> bool:
    return name.lower().endswith((".py", ".ipynb"))
