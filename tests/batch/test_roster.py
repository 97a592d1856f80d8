"""A roster completes who handed in, shows who did not, and guesses nothing."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.batch import roster
from grader.batch.entries import Download, Entry, Person
from grader.errors import UsageError

if TYPE_CHECKING:
    from grader.batch.roster import Joined


def read(tmp_path: Path, data: str | bytes) -> roster.Roster:
    path = tmp_path / "roster.csv"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return roster.read(path)


def row(person: Person) -> tuple[str, str, str, dict[str, str]]:
    return person.key, person.name, person.email, person.ids


FILES: dict[str, tuple[str | bytes, tuple[str, str, str, dict[str, str]]]] = {
    "Canvas": (
        'Student,ID,SIS User ID,SIS Login ID,Section,HW (9)\n    Points Possible,,,,,10\n"Byron, Ada",12,S1,ada,A,\n',
        ("12", "Byron, Ada", "", {"canvas_id": "12", "sis_user_id": "S1", "sis_login_id": "ada"}),
    ),
    "Blackboard, UTF-16 with tabs": (
        '"Last Name"\t"First Name"\t"Username"\t"Student ID"\n"Byron"\t"Ada"\t"ada"\t"S1"\n'.encode("utf-16"),
        ("ada", "Ada Byron", "", {"username": "ada", "student_id": "S1"}),
    ),
    "Brightspace": (
        "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n#77,#ada,Byron,Ada,a@x.edu,#\n",
        ("77", "Ada Byron", "a@x.edu", {"org_defined_id": "77", "username": "ada"}),
    ),
    "Moodle's worksheet": (
        "Identifier,Full name,Email address,Status\nParticipant 123,Ada Byron,a@x.edu,x\n",
        ("123", "Ada Byron", "a@x.edu", {"moodle_id": "123"}),
    ),
    "Gradescope": (
        "First Name,Last Name,SID,Email\nAda,Byron,S1,a@x.edu\n",
        ("S1", "Ada Byron", "a@x.edu", {"student_id": "S1"}),
    ),
    "semicolons, a mark of bytes, quotes and line breaks": (
        '\ufeff"Name";"E-Mail"\n"Byron; ""Ada""\n";a@x.edu\n;;\n',
        ("a@x.edu", 'Byron; "Ada"', "a@x.edu", {}),
    ),
    "hostile cells": (
        'Name,Email,ID\n\'=HYPERLINK("x")\x1b[2J\u202e,a@x.edu,' + "9" * 900 + "\n",
        ("9" * 300, '=HYPERLINK("x")_[2J', "a@x.edu", {"canvas_id": "9" * 300}),
    ),
}


@pytest.mark.parametrize(("data", "expected"), FILES.values(), ids=FILES.keys())
def test_the_platforms_own_files_are_rosters(
    tmp_path: Path, data: str | bytes, expected: tuple[str, str, str, dict[str, str]]
) -> None:
    assert [row(person) for person in read(tmp_path, data).people] == [expected]


REFUSED: dict[str, tuple[str | bytes, str]] = {
    "nothing": ("", "has no column that names people"),
    "no such column": ("a,b\n1,2\n", "has no column that names people.* and holds a, b."),
    "only groups": ("group\nA\n", "has no column that names people"),
    "another encoding": ("Name\nDíaz\n".encode("latin-1"), "is no UTF-8: save it as CSV UTF-8."),
    "broken quotes": ('Name,ID\n"Ada"x,1\n', "line 2, is no CSV"),
}


@pytest.mark.parametrize(("data", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_roster_is_refused(tmp_path: Path, data: str | bytes, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        read(tmp_path, data)


def test_a_roster_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        roster.read(tmp_path / "nowhere.csv")


ADA = Person("12", "Byron, Ada", "ada@x.edu", {"canvas_id": "12", "sis_login_id": "ada", "group": "Team 1"})
BO = Person("13", "Bo Ngô", "bo@x.edu", {"canvas_id": "13", "group": "Team 1"})
CY = Person("14", "Cy Lee", "cy@x.edu", {"canvas_id": "14"})
CLASS = roster.Roster((ADA, BO, CY))


def joined(*people: Person, known: roster.Roster = CLASS) -> Joined:
    return roster.join(Download("x", tuple(Entry((person,), Path(person.key)) for person in people)), known)


MATCHES: dict[str, Person] = {
    "id": Person("12", ids={"canvas_id": "12"}),
    "a user name that is the roster's login": Person("ADA", ids={"username": "ADA"}),
    "a folder called by an id": Person("12", "12", ids={"folder": "12"}),
    "e-mail": Person("x", email="Ada@X.edu"),
    "a folder called by an e-mail": Person("ada@x.edu", ids={"folder": "ada@x.edu"}),
    "name": Person("x", "Ada Byron"),
    "name in the other order": Person("x", "Byron Ada"),
    "name run together": Person("99", "byronada"),
    "id rather than another's name": Person("12", "Bo Ngô", ids={"canvas_id": "12"}),
}


@pytest.mark.parametrize("person", MATCHES.values(), ids=MATCHES.keys())
def test_a_person_is_found_and_completed(person: Person) -> None:
    found = joined(person)
    (entry,) = found.entries
    assert row(entry.people[0]) == (person.key, ADA.name, person.email or ADA.email, {**ADA.ids, **person.ids})
    assert (found.absent, found.strangers, found.ambiguous) == ((BO, CY), (), ())


@pytest.mark.parametrize(
    "person",
    [
        Person("x", "Ada B"),
        Person("x", "Ada"),
        Person("99", ids={"moodle_id": "12"}),
        Person("99", ids={"student_id": "12"}),
        Person("x", email="ada@y.edu"),
        Person("x", "!!"),
    ],
)
def test_nobody_is_guessed(person: Person) -> None:
    found = joined(person)
    assert found.entries[0].people == (person,)
    assert (found.absent, found.strangers, found.ambiguous) == ((ADA, BO, CY), (person,), ())


def test_a_user_name_that_is_an_e_mail_is_that_e_mail() -> None:
    known = Person("7", "Di Eve", ids={"canvas_id": "7", "sis_login_id": "di@x.edu"})
    assert not joined(Person("DI@x.edu", email="DI@x.edu"), known=roster.Roster((*CLASS.people, known))).strangers


def test_letters_that_are_composed_in_another_way_are_the_same() -> None:
    assert not joined(Person("x", "BO NGO\u0302")).strangers


def test_a_name_of_two_on_the_roster_is_listed() -> None:
    twin = Person("15", "Ada Byron", ids={"canvas_id": "15"})
    found = joined(Person("x", "Ada Byron"), known=roster.Roster((ADA, twin)))
    assert found.ambiguous == ("Ada Byron: 2 people there have this name",)
    assert (found.absent, len(found.strangers)) == ((ADA, twin), 1)


def test_two_who_handed_in_under_one_name_of_the_roster_are_listed() -> None:
    found = joined(Person("x", "Cy Lee"), Person("y", "Lee, Cy"))
    assert len(found.ambiguous) == len(found.strangers) == 2
    assert found.absent == (ADA, BO, CY)


def test_an_id_outweighs_a_name() -> None:
    found = joined(Person("14", "C", ids={"canvas_id": "14"}), Person("y", "Cy Lee"))
    assert [person.key for person in found.strangers] == ["y"]
    assert len(found.ambiguous) == 1
    assert found.absent == (ADA, BO)


def test_a_name_with_another_id_than_the_rosters_is_listed() -> None:
    found = joined(Person("99", "byronada", ids={"canvas_id": "99"}))
    assert found.ambiguous == ("byronada: this name stands there with another id",)
    assert (found.absent, len(found.strangers)) == ((ADA, BO, CY), 1)


@pytest.mark.parametrize(
    "group",
    [
        Person("team 1", "team 1", ids={"group": "team 1"}),
        Person("Team 1", "Team 1", ids={"folder": "Team 1"}),
        Person("12", "team1", ids={"canvas_id": "12"}),  # a group's name, with the id of the member who handed in
        Person("5", "Team 1", ids={"moodle_id": "5"}),
    ],
)
def test_a_group_stands_for_its_members(group: Person) -> None:
    found = joined(group)
    assert found.entries[0].people == (ADA, BO)
    assert (found.absent, found.strangers) == ((CY,), ())
