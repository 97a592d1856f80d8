"""Of several attempts of the same people: the latest, the first, or all where the best counts."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from grader.batch.attempts import Which, choose, numbered
from grader.batch.entries import Entry, Person


def entry(who: str, attempt: int = 1, day: int = 0, *, zone: bool = False) -> Entry:
    people = tuple(Person(key) for key in who.split("+"))
    time = datetime(2026, 10, day, tzinfo=UTC if zone else None) if day else None
    return Entry(people, Path(f"{who}-{attempt}-{day}"), attempt, time)


ENTRIES = [entry("ada", 10), entry("bo"), entry("ada", 2), entry("ada+bo", 1), entry("bo+ada", 2), entry("ada", 1)]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        ("latest", [("ada-10-0", 3, True), ("bo-1-0", 1, True), ("bo+ada-2-0", 2, True)]),
        ("first", [("ada-1-0", 3, True), ("bo-1-0", 1, True), ("ada+bo-1-0", 2, True)]),
        (
            "best",
            [
                ("ada-1-0", 3, False),
                ("ada-2-0", 3, False),
                ("ada-10-0", 3, False),
                ("bo-1-0", 1, True),
                ("ada+bo-1-0", 2, False),
                ("bo+ada-2-0", 2, False),
            ],
        ),
    ],
)
def test_attempts_of_the_same_people_are_one_choice(which: Which, expected: list[tuple[str, int, bool]]) -> None:
    assert [(str(chosen.entry.path), chosen.of, chosen.decided) for chosen in choose(ENTRIES, which)] == expected


@pytest.mark.parametrize("zone", [False, True])
def test_times_number_the_attempts(zone: bool) -> None:
    entries = [entry("ada", 1, 9, zone=zone), entry("ada", 1, 2, zone=zone), entry("bo", 1, 5, zone=zone)]
    assert [found.attempt for found in numbered(entries)] == [2, 1, 1]


def test_numbers_of_the_platform_stay() -> None:
    entries = [entry("ada", 7, 9), entry("ada", 3, 2), entry("bo", 4)]
    assert numbered(entries) == tuple(entries)
