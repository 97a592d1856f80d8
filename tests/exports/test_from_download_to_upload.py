"""Whoever a platform's download names is found in that platform's own gradebook, or in the school's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from grader.batch.counted import counted
from grader.batch.gradebook import Gradebook
from grader.exports import places, worksheet
from tests.batch.downloads import folder, read
from tests.exports import class_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

CANVAS = 'Student,ID,SIS User ID,SIS Login ID,Section,HW (1)\n"Byron, Ada",11,S1,ada@x.edu,A,\n"Ngô, Bo",12,S2,bo,A,\n'
MOODLE = "Identifier,Full name,Email address,Grade\nParticipant 501,Ada Byron,ada@x.edu,\nParticipant 502,Bo Ngô,b@x,\n"
BLACKBOARD = (
    "Last Name\tFirst Name\tUsername\tStudent ID\tHW [Total Pts: 1 Score] |1\nByron\tAda\tada\t1\t\nN\tB\tbo\t2\t\n"
)
BRIGHTSPACE = (
    "OrgDefinedId,Username,Last Name,First Name,HW Points Grade,End-of-Line Indicator\n"
    "#1,ada,Byron,Ada,,#\n#2,bo,Ngô,Bo,,#\n"
)
GRADESCOPE = {
    "submission_metadata.yml": "submission_1:\n  :submitters:\n  - :name: A\n    :sid: S1\n  - :name: Bo Ngô\n",
    "submission_1/hw.py": "",
}
FOUND: dict[str, tuple[Sequence[str] | dict[str, str], str]] = {
    "Canvas": (["byronada_11_5_hw.py", "ngbo_LATE_12_6_hw.py"], CANVAS),
    "Moodle": ([f"{name}_assignsubmission_file_/hw.py" for name in ("Ada Byron_501", "Bo Ngô_502")], MOODLE),
    "Moodle, blind": ([f"Participant_{number}_assignsubmission_file_/hw.py" for number in (501, 502)], MOODLE),
    "Blackboard": ([f"HW_{name}_attempt_2026-10-01-09-00-00_hw.py" for name in ("ada", "bo")], BLACKBOARD),
    "Brightspace": (
        [f"{n}-9 - {name} - Oct 2, 2026 905 AM/hw.py" for n, name in ((7, "Ada Byron"), (8, "Bo Ngô"))],
        BRIGHTSPACE,
    ),
    "Gradescope, into Canvas": (GRADESCOPE, CANVAS),
    "Autolab, into Canvas": (["ada@x.edu_1_hw.tar"], CANVAS),
    "folders of students, into Canvas": (["ada@x.edu/hw.py", "S2/hw.py"], CANVAS),
}


@pytest.mark.parametrize(("download", "gradebook"), FOUND.values(), ids=FOUND.keys())
def test_everybody_of_a_download_has_a_row(
    tmp_path: Path, download: Sequence[str] | dict[str, str], gradebook: str
) -> None:
    (tmp_path / "theirs.csv").write_text(gradebook)
    entries = read(folder(tmp_path / "all", download)).entries
    with Gradebook(tmp_path / "book.sqlite") as book:
        for person in (person for entry in entries for person in entry.people):
            class_book.add(book, person, 1.0)
        found = places.find(worksheet.read(tmp_path / "theirs.csv"), counted(book, "hw1"))
    assert sorted(found.rows) == [1, 2][: len(found.rows)]
    assert len(found.rows) == sum(len(entry.people) for entry in entries) > 0
    assert (found.strangers, found.ambiguous) == ([], [])


def test_an_anonymous_download_matches_nobody(tmp_path: Path) -> None:
    (tmp_path / "theirs.csv").write_text(CANVAS)
    (entry, _) = read(folder(tmp_path / "all", ["anon_aB3dE_5_hw.py", "anon_bbbbb_6_hw.py"])).entries
    with Gradebook(tmp_path / "book.sqlite") as book:
        class_book.add(book, entry.people[0], 1.0)
        found = places.find(worksheet.read(tmp_path / "theirs.csv"), counted(book, "hw1"))
    assert (found.rows, len(found.strangers)) == ({}, 1)
