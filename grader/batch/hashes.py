"""Hashes by which a class run knows what it has graded already: of what was handed in, and of what it was asked."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader import __version__
from grader.files import walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.engine.run import Job
    from grader.points import Mark

ASSIGNMENT = ("rubric.py", "driver.py", "stand_ins.py", "expected")  # all that grading reads of an assignment


def of_files(path: Path) -> str:
    """Return the SHA-256 of a file or folder as it was handed in, over names and contents; nothing is unpacked.

    A link counts by where it leads, and what cannot be read by the reason, so that mending it changes the hash.
    """
    total = hashlib.sha256()
    for name, place in _files(path):
        content = _content(place)
        total.update(f"{len(os.fsencode(name))}:".encode() + os.fsencode(name) + content)
    return total.hexdigest()


def _files(path: Path) -> Iterator[tuple[str, Path]]:
    """Yield each file below `path` with its name inside, sorted; a file by itself has its own name."""
    if path.is_symlink() or not path.is_dir():
        yield path.name, path
        return
    for folder, inside, names in walk(path):
        inside.sort()
        links = [name for name in inside if os.path.islink(Path(folder) / name)]  # noqa: PTH114 - no name is too long
        for name in sorted([*names, *links]):
            place = Path(folder) / name
            yield place.relative_to(path).as_posix(), place
        if not names and not inside:
            yield Path(folder).relative_to(path).as_posix() + "/", Path(folder)


def _content(path: Path) -> bytes:
    """Return what stands for the content of one place; a pipe or a device is not opened."""
    try:
        if path.is_symlink():
            return b"link:" + os.fsencode(path.readlink())
        if path.is_dir():
            return b"folder:"
        if not path.is_file():
            return b"other:"
        with path.open("rb") as file:
            return b"file:" + hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        return f"error {error.errno}:".encode()


def of_settings(job: Job, child_python: str) -> str:
    """Return the hash of the assignment and of all settings that bear upon a score, the same for the whole class."""
    due = job.times.due
    return of_values(
        {
            "engine": __version__,
            "assignment": {name: of_files(job.folder.path / name) for name in ASSIGNMENT},
            "limits": asdict(job.settings.limits),
            "isolation": [job.settings.level, job.settings.least],
            "seed": job.settings.seed,
            "adapter": of_files(job.adapter) if job.adapter else "",
            "due": due.isoformat() if due else "",
            "run cells": job.run_cells,
            "child": "" if child_python == sys.executable else child_python,
        }
    )


def of_marks(marks: Mapping[str, Mark]) -> str:
    """Return the hash of the points that people gave for one submission; nothing when there are none."""
    return of_values({item: [mark.points, mark.comment] for item, mark in marks.items()}) if marks else ""


def of_values(values: Mapping[str, Any]) -> str:
    """Return the hash of plain values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
