"""Which data an assignment's cases were made of, for the manifest of its expected outputs."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from grader.errors import CourseError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from grader.course import AssignmentFolder

Used = dict[str, str]  # relative path of a file -> SHA-256
BUNDLED: Used = {}


def used(folder: AssignmentFolder, data: Path | None) -> Used | None:
    """Return the files of `data` by their hashes, BUNDLED without a folder, or None when no case asks for data."""
    if not takes_data(folder):
        return None
    if data is None:
        return BUNDLED
    try:
        files = sorted(path for path in data.rglob("*") if path.is_file() and not path.name.startswith("."))
        return {path.relative_to(data).as_posix(): _sha256(path) for path in files}
    except OSError as error:
        raise CourseError(f"{error.filename} cannot be read: {(error.strerror or '').lower()}.") from None


def takes_data(folder: AssignmentFolder) -> bool:
    """Whether some case's inputs depend on data."""
    return any(case.takes_data for cases in folder.cases.values() for case in cases)


def refuse_other(folder: AssignmentFolder, stored: Used | None, data: Path | None) -> None:
    """Raise a UsageError when the expected outputs were made from other data than `data`: drift would say nothing."""
    now = used(folder, data)
    if now is None or stored is None or now == stored:
        return
    slug = folder.path.name
    if not now:
        files = ", ".join(stored)[:120]
        raise UsageError(f"{slug} was made from a folder of data ({files}): name that folder with --data.")
    if not stored:
        raise UsageError(f"{slug} was made from the bundled data: check it without --data.")
    name = min(name for name in now.keys() | stored.keys() if now.get(name) != stored.get(name))
    raise UsageError(
        f"{slug} was made from other data than those in {data} ({name} differs): name that folder with --data."
    )


def refuse_no_folder(data: Path | None) -> None:
    """Raise a UsageError when `data` is no folder that can be read."""
    if data is not None and not data.is_dir():
        raise UsageError(f"{data} is no folder: name the one that holds the data.")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
