"""What each platform's names say: who handed in, which file, when, how often and whether late."""

from __future__ import annotations

import pytest

from grader.batch.layouts import LAYOUTS, Piece
from tests.batch.downloads import pieces as read


def said(piece: Piece | str) -> tuple[object, ...]:
    """Return key, name, e-mail, ids, file, attempt, time and lateness of a piece with one person."""
    assert isinstance(piece, Piece)
    (person,) = piece.people
    when = piece.submitted_at.isoformat(" ") if piece.submitted_at else ""
    return person.key, person.name, person.email, person.ids, piece.handed, piece.attempt, when, piece.late


def canvas(key: str) -> dict[str, str]:
    return {"canvas_id": key}


NAMES: dict[str, tuple[str, str, tuple[object, ...]]] = {
    "a file": ("canvas", "doejane_12_345_hw1.py", ("12", "doejane", "", canvas("12"), "hw1.py", 1, "", False)),
    "late": ("canvas", "doejane_LATE_12_345_a.zip", ("12", "doejane", "", canvas("12"), "a.zip", 1, "", True)),
    "a name with an underscore": (
        "canvas",
        "d_oe2jane_12_345_my_part_2.py",
        ("12", "d_oe2jane", "", canvas("12"), "my_part_2.py", 1, "", False),
    ),
    "a name in other letters": (
        "canvas",
        "díazюля_LATE_12_345_hw.py",
        ("12", "díazюля", "", canvas("12"), "hw.py", 1, "", True),
    ),
    "handed in again": ("canvas", "doejane_12_9_hw-1.py", ("12", "doejane", "", canvas("12"), "hw.py", 2, "", False)),
    "an archive handed in again": (
        "canvas",
        "doejane_12_9_hw.tar-2.gz",
        ("12", "doejane", "", canvas("12"), "hw.tar.gz", 3, "", False),
    ),
    "anonymous": (
        "canvas",
        "anon_aB3dE_345_hw.py",
        ("anon_aB3dE", "", "", {"canvas_anonymous_id": "aB3dE"}, "hw.py", 1, "", False),
    ),
    "anonymous and late": (
        "canvas",
        "LATE_anon_99_345_hw.py",
        ("anon_99", "", "", {"canvas_anonymous_id": "99"}, "hw.py", 1, "", True),
    ),
    "typed": ("canvas", "doejane_12_text.html", ("12", "doejane", "", canvas("12"), "text.html", 1, "", False)),
    "a folder": (
        "moodle",
        "Ana Díaz-Núñez_77_assignsubmission_file_/",
        ("77", "Ana Díaz-Núñez", "", {"moodle_id": "77"}, "", 1, "", False),
    ),
    "a folder without the last underscore": (
        "moodle",
        "Ana_77_assignsubmission_file/",
        ("77", "Ana", "", {"moodle_id": "77"}, "", 1, "", False),
    ),
    "flat": (
        "moodle",
        "Ana Díaz_77_assignsubmission_file_my_hw.py",
        ("77", "Ana Díaz", "", {"moodle_id": "77"}, "my_hw.py", 1, "", False),
    ),
    "blind": (
        "moodle",
        "Participant_77_assignsubmission_file_/",
        ("77", "", "", {"moodle_id": "77"}, "", 1, "", False),
    ),
    "a group": (
        "moodle",
        "Group A_5_assignsubmission_file_/",
        ("5", "Group A", "", {"moodle_id": "5"}, "", 1, "", False),
    ),
    "an attempt": (
        "blackboard",
        "Homework 1_ada_attempt_2026-10-02-23-58-09_my_hw.py",
        ("ada", "", "", {"username": "ada"}, "my_hw.py", 1, "2026-10-02 23:58:09", False),
    ),
    "a folder at noon": (
        "brightspace",
        "123-456 - Ada Byron - Oct 2, 2026 1205 PM/",
        ("123", "Ada Byron", "", {"brightspace_id": "123"}, "", 1, "2026-10-02 12:05:00", False),
    ),
    "a folder after midnight": (
        "brightspace",
        "123-456 - Anne-Marie O'Neil - Sep 12, 2026 1205 AM/",
        ("123", "Anne-Marie O'Neil", "", {"brightspace_id": "123"}, "", 1, "2026-09-12 00:05:00", False),
    ),
    "a short hour, flat": (
        "brightspace",
        "123-456 - Ada - Oct 2, 2026 905 AM - hw - 1.py",
        ("123", "Ada", "", {"brightspace_id": "123"}, "hw - 1.py", 1, "2026-10-02 09:05:00", False),
    ),
    "a version": (
        "autolab",
        "Ada_b@x.edu_3_handin.tar",
        ("ada_b@x.edu", "", "Ada_b@x.edu", {}, "handin.tar", 3, "", False),
    ),
    "a handin name with an underscore": (
        "autolab",
        "3_ada_b@x.edu_my_handin.tar",
        ("ada_b@x.edu", "", "ada_b@x.edu", {}, "my_handin.tar", 3, "", False),
    ),
    "a numbered group": (
        "markus",
        "group_0012/",
        ("group_0012", "group_0012", "", {"group": "group_0012"}, "", 1, "", False),
    ),
    "a student's folder": (
        "plain",
        "Ana Díaz/",
        ("Ana Díaz", "Ana Díaz", "", {"folder": "Ana Díaz"}, "", 1, "", False),
    ),
    "a student's archive": (
        "plain",
        "ada@x.edu.tar.gz",
        ("ada@x.edu", "ada@x.edu", "ada@x.edu", {"folder": "ada@x.edu"}, "", 1, "", False),
    ),
}


@pytest.mark.parametrize(("layout", "name", "expected"), NAMES.values(), ids=[f"{v[0]}: {k}" for k, v in NAMES.items()])
def test_a_name_is_read(layout: str, name: str, expected: tuple[object, ...]) -> None:
    assert LAYOUTS[layout].matches([name])
    assert [said(piece) for piece in read(layout, [name])] == [expected]


@pytest.mark.parametrize(
    ("layout", "name", "key"),
    [
        ("canvas", "doe_12_345_roe_LATE_13_346_hw.py", "12"),
        ("moodle", "Ada_77_assignsubmission_file_Bo_78_assignsubmission_file_hw.py", "77"),
        ("blackboard", "HW_ada_attempt_2026-10-02-23-58-09_HW_bo_attempt_2026-10-01-23-58-09_hw.py", "ada"),
        ("brightspace", "1-9 - Ada - Oct 2, 2026 905 AM - 2-9 - Bo - Oct 1, 2026 905 AM - hw.py", "1"),
        ("autolab", "ada@x.edu_3_bo@x.edu_4_handin.tar", "ada@x.edu"),
    ],
)
def test_a_file_that_is_called_like_anothers_stays_its_owners(layout: str, name: str, key: str) -> None:
    (piece,) = read(layout, [name])
    found = said(piece)
    assert found[0] == key
    assert not found[-1]
    assert "2026-10-01" not in str(found[-2])


@pytest.mark.parametrize(
    ("layout", "name"),
    [
        ("canvas", "notes.txt"),
        ("canvas", "doejane_12_hw.py"),
        ("canvas", "doejane_12_345_hw/"),
        ("moodle", "Ana_assignsubmission_file_/"),
        ("moodle", "Ana_77_assignsubmission_file_"),
        ("blackboard", "Homework_ada_attempt_2026-13-02-23-58-09_hw.py"),
        ("blackboard", "Homework_ada_2026-10-02-23-58-09_hw.py"),
        ("blackboard", "Homework_ada_attempt_2026-10-02-23-58-09"),
        ("brightspace", "123-456 - Ada - Oct 32, 2026 905 AM/"),
        ("brightspace", "123-456 - Ada - Foo 2, 2026 905 AM/"),
        ("brightspace", "123-456 - Ada - Oct 2, 2026 1305 PM/"),
        ("brightspace", "123-456 - Ada/"),
        ("autolab", "ada_3_handin.tar"),
        ("autolab", "ada@x.edu_handin.tar"),
        ("markus", "hw1.py"),
        ("plain", "readme.txt"),
        ("gradescope", "submission_1/"),
    ],
)
def test_what_a_layout_does_not_know_is_named(layout: str, name: str) -> None:
    (found,) = read(layout, [name])
    assert isinstance(found, str)
    assert found.startswith(name)


def test_a_series_of_files_is_not_taken_for_one_handed_in_again() -> None:
    found = read(
        "canvas", ["doe_1_5_part-1.py", "doe_1_6_part-2.py", "doe_1_7_a-1.py", "doe_1_8_a.py", "roe_2_9_a-1.py"]
    )
    assert [(p.handed, p.attempt) for p in found if isinstance(p, Piece)] == [
        ("part-1.py", 1),
        ("part-2.py", 1),
        ("a-1.py", 1),
        ("a.py", 1),
        ("a.py", 2),
    ]


def test_blackboards_own_text_says_the_name_and_settles_underscores() -> None:
    stem = "Homework 1_b_ada_b_attempt_2026-10-02-23-58-09"
    texts = {f"{stem}.txt": "Name: Ada Byron (ada_b)\nAssignment: Homework 1_b\n"}
    file, comment = sorted(read("blackboard", [f"{stem}_hw.py", *texts], texts), key=lambda p: p.aside)  # type: ignore[union-attr]
    assert said(file)[:4] == ("ada_b", "Ada Byron", "", {"username": "ada_b"})
    assert isinstance(file, Piece)
    assert isinstance(comment, Piece)
    assert comment.aside
    assert comment.submission == file.submission


@pytest.mark.parametrize("text", ["Name: Eve (root)\n", "Ada Byron (b)", "", "Name: " + "x" * 500 + " (b)\n"])
def test_a_text_that_says_another_name_than_its_file_is_not_believed(text: str) -> None:
    name = "Homework_ada_b_attempt_2026-10-02-23-58-09.txt"
    assert said(read("blackboard", [name], {name: text})[0])[:2] == ("b", "")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        (["1-9 - Ada", "2-9 - Bo"], ["1", "2"]),  # student and assignment
        (["9-1 - Ada", "9-2 - Bo"], ["1", "2"]),  # the other way round
        (["1-8 - Ada", "1-9 - Ada", "2-7 - Bo"], ["1", "1", "2"]),  # student and submission
        (["8-1 - Ada", "9-1 - Ada", "7-2 - Bo"], ["2", "1", "1"]),  # the other way round, by name
    ],
)
def test_brightspaces_students_are_told_apart_by_the_id_that_has_one_name(ids: list[str], expected: list[str]) -> None:
    names = [f"{text} - Oct {day}, 2026 905 AM/" for day, text in enumerate(ids, 1)]
    assert [said(piece)[0] for piece in read("brightspace", [*names, "index.html"])] == expected


def test_an_autolab_name_that_reads_in_two_ways_is_left_to_a_person() -> None:
    assert read("autolab", ["3_ada@x.edu_1_handin.tar"]) == ["3_ada@x.edu_1_handin.tar (can be read in two ways)"]


def test_two_plain_ones_of_one_name_are_not_taken_for_two_students() -> None:
    first, second = read("plain", ["ada/", "ada.zip"])
    assert isinstance(first, Piece)
    assert second == "ada/ (there is another one of ada)"
