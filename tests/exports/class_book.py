"""A gradebook of a small class without any grading, and files as the platforms give them. All people are made up."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.report.as_json import to_json
from grader.score import ItemResult, Penalty, ScoreReport

if TYPE_CHECKING:
    from pathlib import Path

    from grader.batch.gradebook import Status

ADA = Person("11", "Ada Byron", "ada@uni.edu", {"canvas_id": "11", "sis_login_id": "ada"})
BEN = Person("12", "benshaw", "", {"canvas_id": "12"})
CEM = Person("13", 'Çem "Ç" Kaya', "cem@uni.edu", {"canvas_id": "13"})
DORA = Person("14", "Dora Lee", "", {"canvas_id": "14"})
EVE = Person("15", "Eve Moss", "", {"canvas_id": "15"})
ZOE = Person("99", "Zoe Stranger", "", {"canvas_id": "99"})


def report(score: float, slug: str = "hw1", title: str = "Homework 1") -> ScoreReport:
    items = (ItemResult("forward", "Forward pass", score, 6.0), ItemResult("essay", "Essay", 1.0, 4.0, comment="Good."))
    late = (Penalty("late", -1.0, "One day late."),)
    return ScoreReport(slug, title, "x", score, 10.0, "graded", "strict", {}, items, late)


def add(
    book: Gradebook,
    person: Person,
    score: float | None,
    *,
    status: Status = "graded",
    slug: str = "hw1",
    attempt: int = 1,
) -> None:
    text = "" if score is None else to_json(report(score, slug))
    result = Result(status, 0.1, score, None if score is None else 10.0, text, text, "" if score else "It is broken.")
    handed = Handed((person,), attempt, person.key, "c", "s")
    book.add(book.begin(slug, "s"), handed, result, "graded", "It was handed in.")


def make(path: Path) -> Path:
    """Write a gradebook in which three have a grade, one result is incomplete, one unreadable, one of a stranger."""
    with Gradebook(path) as book:
        for person, score in ((ADA, 8.0), (BEN, 7.5), (CEM, 10.0 / 3), (ZOE, 5.0)):
            add(book, person, score)
        add(book, DORA, 4.0, status="incomplete")
        add(book, EVE, None, status="unreadable")
    return path


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Homework 1 (501),Quiz (502),Final Score\r\n"
    ",,,,,Manual Posting,,(read only)\r\n"
    "    Points Possible,,,,,10,5,(read only)\r\n"
    '"Byron, Ada",11,S11,ada,"A, ""early""",,4.50,=1+1\r\n'
    '"Shaw, Ben",12,S12,ben,"A\nB",6,EX,\r\n'
    '"Kaya, ""Ç"" Çem",13,S13,cem,A,"EX",,@x\r\n'
    '"Lee, Dora",14,S14,dora,A,,,\r\n'
    '"Absent, Ann",16,S16,ann,A,,1,\r\n'
)


def by_rules(data: bytes, encoding: str = "utf-8-sig", delimiter: str = ",") -> list[dict[str, str]]:
    """Return the rows of a file as a platform reads them."""
    return list(csv.DictReader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter, strict=True))
