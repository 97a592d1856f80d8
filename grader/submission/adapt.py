"""Lay an adapter over a submission: files that map the names of right work to those that the assignment asks for."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from grader.errors import SubmissionError, UsageError
from grader.submission.intake import store
from grader.submission.unpack import unpack

if TYPE_CHECKING:
    from grader.submission.unpack import Unpacked

KEPT = "handed_in_"  # begins the new name of a file whose place an adapter takes


def adapt(submission: Unpacked, adapter: Path) -> Unpacked:
    """Return the submission with the Python files of `adapter` (a folder, a .py file or an archive) laid over its own.

    A file of the submission that lies where one of the adapter's goes stays beside it, as `handed_in_` and its name,
    so that the adapter can import it. Raises UsageError, in one sentence, when the adapter cannot be used.
    """
    place = submission.root.with_name("adapter")
    try:
        laid = unpack(adapter, place)
        added = {name: (place / name).read_bytes() for name in laid.files if name.lower().endswith(".py")}
    except SubmissionError as error:
        raise UsageError(f"The adapter cannot be used: {error}") from None
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if not added:
        raise UsageError(f"The adapter {adapter.name} cannot be used: it holds no Python file (.py).")
    _refuse_misfit(submission, added)
    moved = {name: _make_room(submission.root, name) for name in added if name in submission.files}
    for name, data in added.items():
        store(submission.root / name, data)
    notes = [f"The adapter {laid.name} was laid over what was handed in: {', '.join(added)}."]
    notes += [f"The {name} that was handed in is called {new} there." for name, new in moved.items()]
    files = tuple(sorted({*submission.files, *added, *moved.values()}))
    return replace(submission, files=files, notes=(*submission.notes, *notes), adapter=laid.sha256)


def _refuse_misfit(submission: Unpacked, added: dict[str, bytes]) -> None:
    """Refuse a file of the adapter where the submission has a folder, and the other way round."""
    folders = {str(parent) for name in submission.files for parent in PurePosixPath(name).parents}
    for name in added:
        above = {str(parent) for parent in PurePosixPath(name).parents}
        if name in folders or above & set(submission.files):
            text = f"The adapter's {name} does not fit {submission.name}, where a file meets a folder of one name"
            raise UsageError(f"{text}: rename one of them.")


def _make_room(root: Path, name: str) -> str:
    """Rename a file of the submission; return its new relative path."""
    path = PurePosixPath(name)
    new = path.with_name(KEPT + path.name)
    while (root / new).exists():
        new = new.with_name(KEPT + new.name)
    (root / path).rename(root / new)
    return str(new)
