"""Notice when a file is saved, by looking at times and sizes: no service, no extra package, every file system."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAUSE = 0.4  # seconds between looks
SKIPPED = {"reports", "grading", "wheels", "__pycache__", ".venv", "venv", ".git"}
Look = dict[str, tuple[int, int]]


def saves(path: Path) -> Iterator[None]:
    """Yield at once, and then after each save of a Python file at or below `path`, until Ctrl-C."""
    seen = look(path)
    yield
    while True:
        time.sleep(PAUSE)
        now = look(path)
        if now != seen:
            time.sleep(PAUSE / 4)  # an editor may still be writing
            seen = look(path)
            yield


def look(path: Path) -> Look:
    """Return time and size of every Python file at or below `path`."""
    if path.is_file():
        return _stat(str(path))
    found: Look = {}
    for folder, inner, names in os.walk(path):
        inner[:] = [name for name in inner if name not in SKIPPED]
        for name in names:
            if name.endswith(".py"):
                found |= _stat(os.path.join(folder, name))  # noqa: PTH118 - os.walk gives strings
    return found


def _stat(path: str) -> Look:
    try:
        said = os.stat(path)  # noqa: PTH116 - os.walk gives strings
    except OSError:  # gone between listing and looking
        return {}
    return {path: (said.st_mtime_ns, said.st_size)}
