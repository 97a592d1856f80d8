"""The gradebook: results are added and never lost, the newest counts, and what is no gradebook is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.batch import hashes, lock, schema
from grader.batch.entries import Entry, Person
from grader.batch.gradebook import Gradebook, Handed, Result, matching
from grader.batch.todo import Due, Kept, in_zone, look_up, named
from grader.errors import UsageError
from grader.points import Mark

if TYPE_CHECKING:
    from collections.abc import Iterator

ANA, BEN = Person("ana", "Ana Díaz", "ana@uni.edu", {"platform_id": "17"}), Person("ben", "Ben")
GRADED = Result("graded", 0.5, 7.0, 10.0, '{"score": 7}', '{"score": 7, "for": "student"}')


def handed(*people: Person, content: str = "c", settings: str = "s", marks: str = "", attempt: int = 1) -> Handed:
    return Handed(
        people or (ANA,), attempt, "+".join(person.key for person in people or (ANA,)), content, settings, marks
    )


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "book.sqlite") as opened:
        yield opened


def verdict(book: Gradebook, one: Handed, *, again: bool = False) -> tuple[str, str]:
    """Return why a submission would be graded now."""
    entry = Entry(one.people, Path(), one.attempt)
    (found,) = look_up([(entry, one)], book.newest("toy"), again=again)
    return ("kept", "") if isinstance(found, Kept) else (found.why, found.reason)


def add(book: Gradebook, one: Handed, result: Result = GRADED) -> None:
    entry = Entry(one.people, Path(), one.attempt)
    (found,) = look_up([(entry, one)], book.newest("toy"), again=True)
    assert isinstance(found, Due)
    book.add(book.begin("toy", "s"), one, result, found.why, found.reason)


def test_what_is_added_is_there_after_it_is_opened_again_with_its_reports(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "book.sqlite") as first:
        add(first, handed(ANA))
    with Gradebook(tmp_path / "book.sqlite", make=False) as second:
        (row,) = second.history("ana")
        assert (row["score"], row["max_score"], row["status"], row["why"]) == (7.0, 10.0, "graded", "graded")
        assert second.report(row["report"], "student") == GRADED.student
        assert second.people()["ana"] == {"name": "Ana Díaz", "email": "ana@uni.edu", "ids": {"platform_id": "17"}}


def test_what_is_known_of_people_is_completed_and_never_emptied(book: Gradebook) -> None:
    book.know([Person("ana", "ana")])
    book.know([ANA])
    book.know([Person("ana")])
    assert book.people()["ana"] == {"name": "Ana Díaz", "email": "ana@uni.edu", "ids": {"platform_id": "17"}}


CHANGES = [
    (handed(ANA), "kept", ""),
    (handed(ANA, content="d"), "regraded", "The submission changed."),
    (handed(ANA, settings="t"), "regraded", "The assignment or the settings changed."),
    (handed(ANA, marks="m"), "marks", "Points given by hand changed."),
    (handed(ANA, content="d", marks="m"), "regraded", "The submission changed. Points given by hand changed."),
    (handed(ANA, BEN), "graded", "It was handed in."),
    (handed(ANA, attempt=2), "graded", "It was handed in."),
    (handed(BEN), "graded", "It was handed in."),
]


@pytest.mark.parametrize(("now", "why", "reason"), CHANGES)
def test_only_what_is_missing_or_changed_is_graded_and_the_reason_says_which(
    book: Gradebook, now: Handed, why: str, reason: str
) -> None:
    add(book, handed(ANA))
    assert verdict(book, now) == (why, reason)


def test_an_incomplete_result_is_tried_again_and_an_unreadable_one_is_not(book: Gradebook) -> None:
    add(book, handed(ANA), Result("incomplete", 0.1, note="a fault of ours"))
    add(book, handed(BEN), Result("unreadable", 0.1, note="broken"))
    assert verdict(book, handed(ANA)) == ("regraded", "It was incomplete.")
    assert verdict(book, handed(BEN)) == ("kept", "")
    assert verdict(book, handed(BEN), again=True) == ("regraded", "It was asked for again.")


def test_history_keeps_every_result_in_order_and_the_newest_counts(book: Gradebook) -> None:
    for content in "abc":
        add(book, handed(ANA, content=content))
    assert [row["content"] for row in book.history("ana")] == ["a", "b", "c"]
    assert book.newest("toy")["ana", 1, "ana"]["content"] == "c"
    assert book.newest("another") == {}


def test_a_group_has_one_report_and_a_result_for_each_of_its_people(book: Gradebook) -> None:
    add(book, handed(ANA, BEN))
    assert [book.history(key)[0]["report"] for key in ("ana", "ben")] == [1, 1]


@pytest.mark.parametrize("statement", ["UPDATE results SET score = 10", "DELETE FROM results", "DELETE FROM reports"])
def test_the_file_itself_refuses_to_change_or_remove_results(book: Gradebook, statement: str) -> None:
    add(book, handed(ANA))
    with pytest.raises(sqlite3.IntegrityError, match="never"):
        book.connection.execute(statement)


def test_a_result_that_fails_midway_leaves_nothing_of_itself(book: Gradebook) -> None:
    with pytest.raises(UsageError):
        book.add(book.begin("toy", "s"), handed(ANA), Result("odd", 0.0, instructor="{}"), "graded", "")  # type: ignore[arg-type]
    assert book.history("ana") == []
    assert book.people() == {}
    assert book.connection.execute("SELECT count(*) FROM reports").fetchone()[0] == 0


@pytest.mark.parametrize("said", ["ana", "ANA@uni.edu", "ana díaz", "Díaz, Ana", "17"])
def test_people_are_found_by_key_name_mail_and_id(book: Gradebook, said: str) -> None:
    add(book, handed(ANA))
    add(book, handed(BEN))
    assert list(matching(book.people(), said)) == ["ana"]


def test_a_newer_gradebook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    Gradebook(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version={schema.VERSION + 1}")
    with pytest.raises(UsageError, match="was written by a newer backgrade"):
        Gradebook(path)


@pytest.mark.parametrize("kind", ["text", "cut off", "overwritten", "another database", "a folder"])
def test_what_is_no_gradebook_or_damaged_is_refused_in_a_sentence(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "book.sqlite"
    if kind == "another database":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("CREATE TABLE mine (x)")
    elif kind == "a folder":
        path.mkdir()
    else:
        with Gradebook(path) as book:
            for content in "abcdef":
                add(book, handed(ANA, content=content))
        data = path.read_bytes()
        damaged = {"text": b"not a database at all" * 99, "cut off": data[: len(data) // 2], "overwritten": data[:100]}
        path.write_bytes(damaged[kind] + (b"\xff" * (len(data) - 100) if kind == "overwritten" else b""))
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(UsageError, match=r"--gradebook|run the same again"):
        read_all(path)
    assert not before or path.read_bytes() == before


def read_all(path: Path) -> None:
    with Gradebook(path) as book:
        book.newest("toy")
        book.history("ana")


def test_a_gradebook_that_is_not_there_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no gradebook"):
        Gradebook(tmp_path / "book.sqlite", make=False)
    assert list(tmp_path.iterdir()) == []


def test_the_working_folder_is_removed_at_the_end_and_after_a_run_that_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "book.sqlite"
    with lock.held(path) as folder:
        (folder / "left").touch()
    assert not folder.exists()
    folder.mkdir()
    (tmp_path / "book.sqlite.lock").write_text(str(folder))  # as a killed run leaves them
    with lock.held(path) as other:
        assert not folder.exists()
        assert other.exists()


def test_a_lock_file_with_a_foreign_path_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "book.sqlite.lock").write_text(str(tmp_path / "precious"))
    with lock.held(tmp_path / "book.sqlite"):
        assert (tmp_path / "precious").exists()


def test_the_hash_of_what_was_handed_in_is_over_names_and_contents(tmp_path: Path) -> None:
    folder = tmp_path / "ana"
    (folder / "inside").mkdir(parents=True)
    seen = [hashes.of_files(folder)]
    for change in (
        lambda: (folder / "a.py").write_text("1"),
        lambda: (folder / "a.py").write_text("2"),
        lambda: (folder / "a.py").rename(folder / "b.py"),
        lambda: (folder / "b.py").rename(folder / "inside" / "b.py"),
        lambda: (folder / "link").symlink_to("/etc/passwd"),
    ):
        change()
        seen.append(hashes.of_files(folder))
    assert len(set(seen)) == len(seen)
    folder.rename(tmp_path / "elsewhere")
    assert hashes.of_files(tmp_path / "elsewhere") == seen[-1]


def test_marks_have_a_hash_of_their_own() -> None:
    assert hashes.of_marks({}) == ""
    assert len({hashes.of_marks({"writeup": Mark(*mark)}) for mark in ((1.0, ""), (2.0, ""), (2.0, "good"))}) == 3


ZONE = timezone(timedelta(hours=2))
NAIVE, CLEAR = datetime(2026, 9, 30, 12), datetime(2026, 9, 30, 12, tzinfo=UTC)  # noqa: DTZ001 - as platforms state it


@pytest.mark.parametrize(
    ("time", "zone", "placed", "clear"),
    [
        (NAIVE, ZONE, NAIVE.replace(tzinfo=ZONE), True),
        (NAIVE, None, None, False),
        (CLEAR, ZONE, CLEAR, True),
        (CLEAR, None, CLEAR, True),
        (None, None, None, True),
    ],
)
def test_a_time_without_a_zone_counts_by_the_policys_or_not_at_all(
    time: datetime | None, zone: timezone | None, placed: datetime | None, clear: bool
) -> None:
    (entry,), said = in_zone([Entry((ANA,), Path(), submitted_at=time)], zone)
    assert (entry.submitted_at, said) == (placed, clear)


def test_reports_are_named_by_people_and_attempts_and_never_alike() -> None:
    entries = [Entry((ANA,), Path(), attempt) for attempt in (1, 2)]
    entries += [Entry((Person(key),), Path()) for key in ("a b", "a_b", "ben")]
    entries += [Entry((BEN, ANA), Path()), *[Entry((Person("twin"),), Path("same.py"))] * 2]
    names = [name for name, _ in named(entries)]
    assert names[:2] == ["ana-attempt1", "ana-attempt2"]
    assert names[4:6] == ["ben", "ana+ben"]
    assert names[2].startswith("a_b-")
    assert names[3].startswith("a_b-")
    assert len(set(names)) == len(names) == len(entries)
