"""Which result counts for a person: by the attempt that the latest run chose, or that somebody asks for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from grader.batch.counted import assignment, counted
from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from grader.batch.attempts import Which

ANA, BEN = Person("ana", "Ana Díaz"), Person("ben")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "book.sqlite") as opened:
        yield opened


def add(book: Gradebook, *people: Person, score: float | None, attempt: int = 1, day: int = 0, slug: str = "a") -> None:
    time = datetime(2026, 10, day, tzinfo=UTC) if day else None
    handed = Handed(people, attempt, f"{people[0].key}-{len(people)}-{attempt}", "c", "s", submitted=time)
    reports = ("{}", "{}") if score is not None else ("", "")
    result = Result("unreadable" if score is None else "graded", 0.1, score, 10.0, *reports)
    book.add(book.begin(slug, "s"), handed, result, "graded", "It was handed in.")


@pytest.mark.parametrize(("which", "score"), [("latest", 6.0), ("first", 2.0), ("best", 8.0)])
def test_one_attempt_of_a_person_counts(book: Gradebook, which: Which, score: float) -> None:
    for attempt, points in ((1, 2.0), (2, 8.0), (3, 6.0)):
        add(book, ANA, score=points, attempt=attempt)
    add(book, BEN, score=5.0)
    ana, ben = counted(book, "a", which)
    assert (ana.key, ana.person["name"], ana.row["score"], ana.of) == ("ana", "Ana Díaz", score, 3)
    assert (ben.key, ben.row["score"], ben.of) == ("ben", 5.0, 1)


def test_what_came_in_a_group_counts_against_what_came_alone_by_time_and_not_by_number(book: Gradebook) -> None:
    add(book, ANA, score=1.0, attempt=7, day=2)
    add(book, BEN, ANA, score=3.0, attempt=1, day=5)
    assert [found.row["score"] for found in counted(book, "a", "latest")] == [3.0, 3.0]
    assert [found.row["score"] for found in counted(book, "a", "first")] == [1.0, 3.0]


def test_a_graded_attempt_is_better_than_one_that_cannot_be_read_and_of_equal_ones_the_first_counts(
    book: Gradebook,
) -> None:
    for attempt, points in ((1, None), (2, 0.0), (3, 0.0)):
        add(book, ANA, score=points, attempt=attempt)
    (ana,) = counted(book, "a", "best")
    assert (ana.row["status"], ana.row["attempt"]) == ("graded", 2)


def test_without_a_word_that_attempt_counts_which_the_latest_run_chose(book: Gradebook) -> None:
    add(book, ANA, score=9.0)
    add(book, ANA, score=4.0, attempt=2)
    assert [found.row["score"] for found in counted(book, "a")] == [4.0]
    book.finish(book.begin("a", "s", "best"))
    assert [found.row["score"] for found in counted(book, "a")] == [9.0]


def test_the_only_assignment_need_not_be_named(book: Gradebook) -> None:
    with pytest.raises(UsageError, match="holds no results yet"):
        assignment(book, None)
    add(book, ANA, score=1.0, slug="first")
    assert assignment(book, None) == "first"
    add(book, ANA, score=1.0, slug="second")
    assert assignment(book, "second") == "second"
    with pytest.raises(UsageError, match="several assignments: name one with --assignment, first or second"):
        assignment(book, None)
    with pytest.raises(UsageError, match=r"no results of 'secnd'\. Did you mean 'second'\?"):
        assignment(book, "secnd")
