"""What a platform's download holds: one entry for each time that somebody handed something in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path


@dataclass(frozen=True)
class Person:
    """Who handed in. `key` tells people of one class apart: the platform's id, or the e-mail, or the name."""

    key: str
    name: str = ""
    email: str = ""
    ids: dict[str, str] = field(default_factory=dict)  # the platform's own, as "canvas_id", "username"


@dataclass(frozen=True)
class Entry:
    """One submission of one person, or of a group of several. `path` is a file or folder that `grade` can read."""

    people: tuple[Person, ...]
    path: Path
    attempt: int = 1
    submitted_at: datetime | None = None
    late: bool = False
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its people, as far as they are known beside their keys."""
        return tuple(person.name for person in self.people if person.name not in {"", person.key})


@dataclass(frozen=True)
class Download:
    """All that was found in a folder or archive: what is to be graded, and what nobody could make sense of."""

    layout: str
    entries: tuple[Entry, ...]
    unrecognised: tuple[str, ...] = ()
