"""Times are points in time: with an offset, or in a zone that somebody stated, never in the machine's own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.clock import Times, Zone, instant
from grader.errors import UsageError

NONE = Zone()
NEW_YORK = Zone("America/New_York")


@pytest.mark.parametrize(
    ("text", "zone", "hour"),
    [
        ("2026-09-30T23:59+02:00", NONE, 21),
        ("2026-09-30T23:59:00Z", NEW_YORK, 23),
        ("2026-09-30 17:59:00-04:00", NONE, 21),
        ("20260930T2359Z", NONE, 23),
        ("2026-09-30T17:59", NEW_YORK, 21),
        ("2026-12-30T17:59", NEW_YORK, 22),
        ("2026-09-30T23:59", Zone("+02:00"), 21),
        ("2026-09-30T18:29", Zone("-03:30"), 21),
        ("2026-09-30T21:59", Zone("UTC"), 21),
    ],
)
def test_a_time_is_taken_with_its_offset_or_in_the_zone_that_is_stated(text: str, zone: Zone, hour: int) -> None:
    when = instant(text, zone).astimezone(UTC)
    assert (when.day, when.hour, when.minute) == (30, hour, 59)


@pytest.mark.parametrize(
    ("text", "zone", "said"),
    [
        ("2026-09-30T23:59", NONE, "'2026-09-30T23:59' has no time zone: add its offset, as 2026-09-30T23:59+02:00"),
        ("2026-09-30", NEW_YORK, "'2026-09-30' is no time: write day and time"),
        ("20260930", NEW_YORK, "is no time"),
        ("2026-W40-3", NEW_YORK, "is no time"),
        ("tomorrow", NEW_YORK, "is no time"),
        ("", NEW_YORK, "'' is no time"),
        ("2026-02-30T12:00Z", NONE, "is no time"),
        (7, NONE, "7 is no time"),
        ("2026-11-01T01:30", NEW_YORK, "a time at which the clocks of America/New_York are changed: add its offset"),
        ("2026-03-08T02:30", NEW_YORK, "a time at which the clocks of America/New_York are changed"),
    ],
)
def test_a_time_that_could_be_two_or_none_is_refused(text: object, zone: Zone, said: str) -> None:
    with pytest.raises(UsageError) as refused:
        instant(text, zone)
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["Mars/Base", "CET+1", "+25:00", "+1", "../etc/passwd", "America", "a\0b", 5])
def test_a_zone_that_nobody_knows_is_refused(name: object) -> None:
    with pytest.raises(UsageError, match="is no time zone"):
        Zone(name)  # type: ignore[arg-type]


def test_an_hour_that_comes_twice_is_told_apart_by_its_offset() -> None:
    first, second = (instant(f"2026-11-01T01:30-0{hours}:00", NEW_YORK) for hours in (4, 5))
    assert Times(first, second).hours_late == 1.0


@settings(deadline=None)
@given(st.timedeltas(timedelta(-400), timedelta(400)), st.integers(-12, 12), st.integers(-12, 12))
def test_lateness_does_not_depend_on_the_zones_in_which_times_are_written(
    after: timedelta, one: int, other: int
) -> None:
    due = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
    written = [
        instant(when.astimezone(Zone(f"{zone:+03d}:00").info).isoformat(), NONE)
        for when, zone in ((due, one), (due + after, other))
    ]
    assert Times(*written).hours_late == max(after / timedelta(hours=1), 0.0)
