"""Points in time as a course writes them: ISO 8601, with an offset or in a zone that is stated, never in a guessed one.

When a submission came is what its platform says. The times inside of an archive are whatever its maker's clock said,
or wanted, so nothing here reads them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Any

from grader.errors import UsageError

_WITH_TIME = re.compile(r".[T ]\d\d")
_OFFSET = re.compile(r"([+-])([0-9]{2}):([0-9]{2})")


@dataclass(frozen=True)
class Zone:
    """The zone of times that name none: `Europe/Berlin`, `UTC` or `+01:00`; with no name such times are refused."""

    name: str = ""

    def __post_init__(self) -> None:
        """Refuse a zone that nobody knows."""
        _ = self.info

    @property
    def info(self) -> tzinfo | None:
        """The rules of the zone."""
        if not isinstance(self.name, str):
            raise UsageError(f"{self.name!r} is no time zone: write its name, as 'Europe/Berlin' or '+01:00'.")
        if self.name in ("", "UTC"):
            return UTC if self.name else None
        match = _OFFSET.fullmatch(self.name)
        if match and int(match[2]) < 24 and int(match[3]) < 60:
            east = timedelta(hours=int(match[2]), minutes=int(match[3]))
            return timezone(east if match[1] == "+" else -east)
        return _named(self.name)


def _named(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - most policies name no zone

    try:
        return ZoneInfo(name)
    except (ValueError, LookupError, OSError):  # what is no key, what is not there, and a folder of zones
        text = f"{name!r} is no time zone that this machine knows: write its offset, as '+01:00'."
        raise UsageError(text) from None


def instant(text: Any, zone: Zone) -> datetime:
    """Return the point in time that `text` names.

    Raises:
        UsageError: it is no ISO 8601, a day without a time, or a time of no zone, or one that the zone has twice
            or not at all because clocks are changed.
    """
    try:
        when = datetime.fromisoformat(text)
    except (ValueError, TypeError):
        when = None
    if when is None or not _WITH_TIME.search(text):
        raise UsageError(f"{text!r} is no time: write day and time as 2026-09-30T23:59+02:00.")
    if when.tzinfo is not None:
        return when
    if zone.info is None:
        raise UsageError(f"{text!r} has no time zone: add its offset, as {text}+02:00, or Z for UTC.")
    when = when.replace(tzinfo=zone.info)
    if when.utcoffset() != when.replace(fold=1).utcoffset():
        raise UsageError(f"{text!r} is a time at which the clocks of {zone.name} are changed: add its offset.")
    return when


@dataclass(frozen=True)
class Times:
    """When a submission was due and when it came, as far as anybody said."""

    due: datetime | None = None
    submitted: datetime | None = None

    @property
    def hours_late(self) -> float | None:
        """Hours after the due date, 0 when in time; None when it cannot be known."""
        if self.due is None or self.submitted is None:
            return None
        return max((self.submitted - self.due) / timedelta(hours=1), 0.0)
