"""What systems, editors and interpreters leave beside a student's work."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import PurePosixPath

# A file is junk when it, or a folder above it, has one of these names.
NAMES = frozenset(
    {
        "__MACOSX",
        "__pycache__",
        ".DS_Store",
        ".git",
        ".idea",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".pytest_cache",
        ".venv",
        ".vscode",
        "desktop.ini",
        "node_modules",
        "site-packages",
        "Thumbs.db",
        "venv",
    }
)
PATTERNS = ("._*", "*.pyc", "*:Zone.Identifier")


def junk_name(path: PurePosixPath) -> str:
    """Return the name or pattern that makes `path` junk; nothing when it is worth keeping."""
    for part in path.parts:
        if part in NAMES:
            return part
    return next((pattern for pattern in PATTERNS if fnmatchcase(path.name, pattern)), "")
