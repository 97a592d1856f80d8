"""When a submission came and when it was due, by what a platform writes beside it (`submission_metadata.json`)."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING, Any

from grader.clock import Times, Zone, instant
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path


def times(path: Path | None, fallback: datetime | None) -> Times:
    """Return the times that the file states; what it does not state readably is unknown, never guessed.

    A student, or one of a group, may have an extension of their own, so the latest due date stated counts. Without
    any, `fallback`, the rubric's, is taken.
    """
    tree: Any = {}
    if path is not None:
        with contextlib.suppress(OSError, ValueError, RecursionError):
            tree = json.loads(path.read_text(encoding="utf-8"))
    due = max(_due(tree), default=None)
    return Times(due or fallback, _instant(_at(tree, "created_at")))


def _due(tree: Any) -> Iterator[datetime]:
    users = _at(tree, "users")
    for owner in (tree, *(users if isinstance(users, list) else ())):
        found = _instant(_at(_at(owner, "assignment"), "due_date"))
        if found is not None:
            yield found


def _at(tree: Any, key: str) -> Any:
    return tree.get(key) if isinstance(tree, dict) else None


def _instant(text: Any) -> datetime | None:
    try:
        return instant(text, Zone())
    except UsageError:
        return None
