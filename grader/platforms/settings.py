"""What a package knows of itself, `platform.json`: written when it is made, read at each run on the platform."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.rubric import Assignment, RubricItem

NAME = "platform.json"
ASSIGNMENT = "assignment"  # the folder of what grading reads, beside it
TO_SPARE = 60  # seconds beyond what a submission may take, for judging it on a slow machine


@dataclass(frozen=True)
class Item:
    """A rubric item with something to check: what is named when nothing of it could be."""

    id: str
    title: str
    max_points: float
    extra: bool = False


@dataclass(frozen=True)
class Settings:
    """How to grade there. With `precheck` the package holds public cases only. `seconds` bound a whole run."""

    title: str
    max_score: float
    items: tuple[Item, ...]
    isolation: str = "auto"
    precheck: bool = False
    seconds: float = 180.0

    def to_json(self) -> bytes:
        """Return the file's content."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()


UNKNOWN = Settings("", 0.0, ())


def of_rubric(rubric: Assignment, isolation: str, *, precheck: bool = False, withholds: bool = False) -> Settings:
    """Return the settings of a package; a platform that `withholds` what is not to be seen yet counts it, too."""
    found = (_item(item, withholds=withholds) for item in rubric.items)
    items = tuple(item for item in found if item is not None)
    most = round(sum(item.max_points for item in items), 6)
    return Settings(rubric.title, most, items, isolation, precheck, rubric.limits.submission_seconds + TO_SPARE)


def _item(item: RubricItem, *, withholds: bool) -> Item | None:
    checks = [check for check in item.checks if withholds or check.visibility == "visible"]
    most = 0.0 if item.extra else round(sum(check.points for check in checks), 6)
    return Item(item.id, item.title, most, item.extra) if checks else None


def read(package: Path) -> Settings:
    """Return the settings of a package.

    Raises:
        CourseError: they are not there, or not what `to_json` wrote.
    """
    try:
        tree: Mapping[str, object] = json.loads((package / NAME).read_text(encoding="utf-8"))
        items = tuple(Item(**item) for item in tree["items"])  # type: ignore[attr-defined]
        return Settings(**{**tree, "items": items})  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CourseError(f"{package / NAME} cannot be read: make the package anew with `grade platform`.") from error
