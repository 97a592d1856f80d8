"""What a package knows of itself, `platform.json`: written when it is made, read at each run on the platform."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
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
    """How to grade there. With `precheck` the package holds public cases, and checks that have any, which `only` names.

    `seconds` bound a whole run.
    """

    title: str
    max_score: float
    items: tuple[Item, ...]
    isolation: str = "auto"
    precheck: bool = False
    only: tuple[str, ...] = ()
    seconds: float = 180.0

    def to_json(self) -> bytes:
        """Return the file's content."""
        return (json.dumps(asdict(self), indent=1) + "\n").encode()


UNKNOWN = Settings("", 0.0, ())


def of_rubric(rubric: Assignment, isolation: str, counted: Collection[str], *, precheck: bool = False) -> Settings:
    """Return the settings of a package that is worth the points of the checks called `counted`."""
    items = tuple(_item(item, counted) for item in rubric.items if any(check.id in counted for check in item.checks))
    most = round(sum(item.max_points for item in items), 6)
    only = tuple(check.id for check in rubric.checks() if check.id in counted) if precheck else ()
    seconds = rubric.limits.submission_seconds + TO_SPARE
    return Settings(rubric.title, most, items, isolation, precheck, only, seconds)


def _item(item: RubricItem, counted: Collection[str]) -> Item:
    most = 0.0 if item.extra else sum(check.points for check in item.checks if check.id in counted)
    return Item(item.id, item.title, round(most, 6), item.extra)


def read(package: Path) -> Settings:
    """Return the settings of a package.

    Raises:
        CourseError: they are not there, or not what `to_json` wrote.
    """
    try:
        tree: Mapping[str, object] = json.loads((package / NAME).read_text(encoding="utf-8"))
        items = tuple(Item(**item) for item in tree["items"])  # type: ignore[attr-defined]
        return Settings(**{**tree, "items": items, "only": tuple(tree["only"])})  # type: ignore[arg-type]
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CourseError(f"{package / NAME} cannot be read: make the package anew with `grade platform`.") from error
