"""Whole downloads: which layout, which entries, and what nobody could make sense of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.batch.downloads import files, folder, read, refusal, seen, zipped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


MOODLE = "_assignsubmission_file_"
B1, B2 = "HW 1_ada_attempt_2026-10-01-09-00-00", "HW 1_ada_attempt_2026-10-02-09-00-00"
YML = {
    "submission_metadata.yml": "submission_1:\n  :submitters:\n  - :name: Ada\n  - :name: Bo\n",
    "submission_1/hw.py": "",
}
DOWNLOADS: dict[str, tuple[Mapping[str, str] | Sequence[str], str, dict[str, list[str]], tuple[str, ...]]] = {
    "Canvas": (
        ["doe_LATE_1_5_hw.zip", "roe_2_6_a.py", "roe_2_7_b-1.py", "poe_3_text.html", "notes.txt", ".DS_Store"],
        "canvas",
        {"1": ["hw.zip"], "3": ["text.html"], "2": ["a.py", "b.py"]},
        ("notes.txt",),
    ),
    "Moodle": (
        [
            f"Ana Díaz_1{MOODLE}/hw.zip",
            f"Bo_2{MOODLE}/a.py",
            f"Bo_2{MOODLE}/x/b.py",
            "Bo_2_assignsubmission_onlinetext_/t.html",
        ],
        "moodle",
        {"1": ["hw.zip"], "2": ["a.py", "x/b.py"]},
        (),
    ),
    "Moodle, flat": (
        [f"Ana_1{MOODLE}hw.py", f"Ana_1{MOODLE}more.py", f"Bo_2{MOODLE}hw.tar.gz"],
        "moodle",
        {"1": ["hw.py", "more.py"], "2": ["hw.tar.gz"]},
        (),
    ),
    "Blackboard": ([f"{B1}.txt", f"{B1}_hw.py"], "blackboard", {"ada": ["hw.py"]}, ()),
    "Blackboard, nothing but a comment": ([f"{B1}.txt"], "blackboard", {"ada": ["comment.txt"]}, ()),
    "Brightspace": (
        ["index.html", "1-9 - Ada - Oct 2, 2026 905 AM/hw.py", "2-9 - Bo - Oct 2, 2026 906 AM/b.zip", "x.txt"],
        "brightspace",
        {"1": ["hw.py"], "2": ["b.zip"]},
        ("x.txt",),
    ),
    "Gradescope": (YML, "gradescope", {"Ada+Bo": ["hw.py"]}, ()),
    "Autolab": (
        ["ada@x.edu_2_handin.tar", "bo@x.edu_1_handin.tar"],
        "autolab",
        {"ada@x.edu": ["handin.tar"], "bo@x.edu": ["handin.tar"]},
        (),
    ),
    "MarkUs": (
        ["group_0001/hw.py", "group_0002/hw.py"],
        "markus",
        {"group_0001": ["hw.py"], "group_0002": ["hw.py"]},
        (),
    ),
    "plain": (
        ["ada/hw.py", "ada/data/x.csv", "bo.zip", "cy.py", "readme.txt", "__MACOSX/ada/hw.py"],
        "plain",
        {"ada": ["data/x.csv", "hw.py"], "bo": ["bo.zip"], "cy": ["cy.py"]},
        ("readme.txt",),
    ),
}


@pytest.mark.parametrize("wrapped", ["", "assignment_1_export/"], ids=["as it is", "in a folder of its own"])
@pytest.mark.parametrize("case", DOWNLOADS)
def test_a_download_is_recognised(tmp_path: Path, case: str, wrapped: str) -> None:
    names, layout, expected, odd = DOWNLOADS[case]
    if wrapped and layout == "plain":
        names = [name for name in names if name != "cy.py"]  # a source file in a lone folder makes it a submission
        expected = {key: value for key, value in expected.items() if key != "cy"}
    folder(tmp_path / "all" / wrapped, names)
    download = read(tmp_path / "all")
    assert (download.layout, seen(download), download.unrecognised) == (layout, expected, odd)


def test_attempts_are_numbered_by_time_where_only_times_are_stated(tmp_path: Path) -> None:
    download = read(folder(tmp_path / "all", [f"{B2}_hw.py", f"{B1}_hw.py"]))
    assert [(entry.attempt, entry.submitted_at.day) for entry in download.entries if entry.submitted_at] == [
        (1, 1),
        (2, 2),
    ]


def test_a_lone_archive_beside_other_files_is_what_is_graded(tmp_path: Path) -> None:
    (entry,) = read(folder(tmp_path / "all", ["doe_1_5_hw.zip", "doe_1_6_essay.pdf"])).entries
    assert (files(entry), entry.note) == (["hw.zip"], "beside hw.zip lay essay.pdf")


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    (entry,) = read(folder(tmp_path / "all", ["doe_1_5_hw.py", "doe_1_6_HW.py"])).entries
    assert files(entry) == ["doe_1_6_HW.py", "hw.py"]


def test_the_download_itself_is_left_as_it_is(tmp_path: Path) -> None:
    path = folder(tmp_path / "all", ["doe_1_5_hw.py", "doe_1_6_b.py"])
    read(path)
    assert sorted(file.name for file in path.iterdir()) == ["doe_1_5_hw.py", "doe_1_6_b.py"]


@pytest.mark.parametrize("name", ["doe_1_5_..", "doe_1_5_a\\..\\b.py"])
def test_a_name_that_leads_elsewhere_leads_nowhere(tmp_path: Path, name: str) -> None:
    (entry,) = read(folder(tmp_path / "all", [name, "doe_1_6_b.py"])).entries
    assert files(entry) == ["b.py", name]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    (folder(tmp_path / "all", ["doe_1_5_hw.py"]) / "roe_2_6_hw.py").symlink_to("/etc/passwd")
    download = read(tmp_path / "all")
    assert seen(download) == {"1": ["hw.py"]}
    assert download.unrecognised == ("roe_2_6_hw.py (a link, or no plain file)",)


def test_text_of_people_controls_no_terminal(tmp_path: Path) -> None:
    (entry,) = read(folder(tmp_path / "all", [f"A\x1b[2Jna \u2028 Díaz_1{MOODLE}/hw.py"])).entries
    assert entry.people[0].name == "A_[2Jna Díaz"


REFUSED: dict[str, tuple[Sequence[str], str, str]] = {
    "empty": ([], "auto", "is of no known layout (it is empty). Name the layout with --layout: canvas, moodle,"),
    "nothing known": (["a.txt", "b.pdf"], "auto", "is of no known layout (a.txt, b.pdf)."),
    "two layouts": (["doe_1_5_hw.py", "ada@x.edu_2_handin.tar"], "auto", "may be of canvas or autolab: say which"),
    "another layout": (["doe_1_5_hw.py"], "moodle", "holds nothing that moodle names as it does (doe_1_5_hw.py)."),
    "no such layout": (["doe_1_5_hw.py"], "sakai", "There is no layout 'sakai': choose one of auto, canvas, moodle"),
    "no metadata to speak of": (
        ["submission_metadata.yml", "submission_1/hw.py"],
        "auto",
        "holds no submission in the layout of gradescope",
    ),
}


@pytest.mark.parametrize(("names", "layout", "expected"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_read_is_refused(tmp_path: Path, names: Sequence[str], layout: str, expected: str) -> None:
    (tmp_path / "all").mkdir()
    assert expected in refusal(folder(tmp_path / "all", names), layout)


def test_what_lies_around_a_wrapping_folder_is_listed(tmp_path: Path) -> None:
    download = read(folder(tmp_path / "all", ["grades.csv", "subs/doe_1_5_hw.py", "subs/x.txt"]))
    assert (seen(download), download.unrecognised) == ({"1": ["hw.py"]}, ("grades.csv", "x.txt"))


def test_a_layout_can_be_forced(tmp_path: Path) -> None:
    download = read(folder(tmp_path / "all", ["ada/hw.py", "bo/hw.py", "x.zip"]), "markus")
    assert (download.layout, list(seen(download)), download.unrecognised) == ("markus", ["ada", "bo"], ("x.zip",))


def test_a_lone_submission_is_not_taken_for_a_class(tmp_path: Path) -> None:
    download = read(zipped(tmp_path / "x.zip", ["ada/hw.py", "ada/data/x.csv", "ada/more.zip"]))
    assert seen(download) == {"ada": ["data/x.csv", "hw.py", "more.zip"]}


@pytest.mark.parametrize(("name", "data"), [("x.zip", b"PK\x03\x04 broken"), ("x.rar", b"Rar!"), ("x.csv", b"a,b")])
def test_what_is_no_archive_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert refusal(tmp_path / name).startswith(name)


def test_a_single_source_file_is_no_class(tmp_path: Path) -> None:
    (tmp_path / "hw.py").write_text("")
    assert "grade it with `grade run`" in refusal(tmp_path / "hw.py")
    assert "There is no file or folder" in refusal(tmp_path / "nowhere.zip")
