"""`grade export`, as an instructor meets it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from grader.batch.gradebook import Gradebook
from grader.exports.told import ZEROS
from tests.command import grade, refusal
from tests.exports import class_book

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "reports").mkdir()
    class_book.make(tmp_path / "reports/gradebook.sqlite")
    (tmp_path / "theirs.csv").write_bytes(class_book.CANVAS.encode())
    return tmp_path


def test_a_canvas_gradebook_is_filled_and_who_found_no_place_is_listed_with_exit_status_1(place: Path) -> None:
    done = grade(place, "export", "--to", "canvas", "--into", "theirs.csv", "-o", "out/upload.csv")
    assert done.returncode == 1
    assert done.stdout.startswith("out/upload.csv: 2 grades put into 'Homework 1 (501)' of theirs.csv\n")
    assert "\nIn the gradebook, and not in theirs.csv:\n  Eve Moss\n  Zoe Stranger\n" in done.stdout
    assert done.stderr == ""
    assert (place / "theirs.csv").read_bytes() == class_book.CANVAS.encode()
    assert "Ada,11" not in (place / "out/upload.csv").read_text()


def test_whoever_is_given_0_is_named_before_anything_is_written(place: Path) -> None:
    whole = class_book.CANVAS + '"Stranger, Zoe",99,,,A,,,\r\n"Moss, Eve",15,,,A,,,\r\n'
    (place / "theirs.csv").write_bytes(whole.encode())
    words = ("export", "--to", "canvas", "--into", "theirs.csv", "--missing-as-zero", "-o")
    warning = f"{ZEROS}\n  Absent, Ann\n\n"
    assert grade(place, *words, "upload.csv").stdout.startswith(f"{warning}upload.csv: ")
    assert grade(place, *words, "-").stderr.startswith(warning)
    (place / "taken").mkdir()
    refused = grade(place, *words, "taken")
    assert (refused.returncode, refused.stdout) == (2, warning)


def test_out_dash_prints_the_export_alone(place: Path) -> None:
    done = grade(place, "export", "--to", "json", "-o", "-")
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["people"]) == 6
    assert done.stderr.startswith("6 people, 4 with a grade\n")


def test_the_attempt_that_counts_can_be_chosen(place: Path) -> None:
    with Gradebook(place / "reports/gradebook.sqlite") as book:
        class_book.add(book, class_book.ADA, 1.0, slug="hw1", attempt=2)
    for attempt, score in (("best", 8.0), ("latest", 1.0), ("first", 8.0)):
        done = grade(place, "export", "--to", "json", "--attempt", attempt, "-o", "-")
        assert [one["score"] for one in json.loads(done.stdout)["people"] if one["person"] == "11"] == [score]


REFUSED = {
    "a gradebook that is not there": (["--to", "csv", "--gradebook", "no.sqlite", "-o", "x"], "There is no gradebook"),
    "another assignment": (["--to", "csv", "--assignment", "hw2", "-o", "x"], "Did you mean 'hw1'?"),
    "a platform's file that is not there": (["--to", "canvas", "--into", "no.csv", "-o", "x"], "no.csv cannot be read"),
    "a platform's file over itself": (["--to", "canvas", "--into", "theirs.csv", "-o", "theirs.csv"], "is made from"),
    "the gradebook itself": (["--to", "csv", "-o", "reports/gradebook.sqlite"], "is made from"),
    "a platform's option for ours": (["--to", "csv", "--into", "theirs.csv", "-o", "x"], "--to csv takes no such"),
    "to scale nothing": (["--to", "canvas", "--scale", "-o", "x"], "--scale is for a platform's own file"),
    "a column that is not there": (["--to", "canvas", "--into", "theirs.csv", "--column", "X", "-o", "x"], "'Quiz'"),
    "another platform's file": (["--to", "brightspace", "--into", "theirs.csv", "-o", "x"], "nor any other column"),
    "a folder": (["--to", "csv", "-o", "reports"], "reports cannot be written"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_written(place: Path, case: str) -> None:
    words, said = REFUSED[case]
    before = {path: path.read_bytes() for path in place.rglob("*") if path.is_file()}
    assert said in refusal(place, "export", *words)
    assert {path: path.read_bytes() for path in place.rglob("*") if path.is_file()} == before
