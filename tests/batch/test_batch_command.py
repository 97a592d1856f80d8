"""`grade batch`, as an instructor meets it: a class is graded, nothing is done twice, and all can be looked up."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests import toy
from tests.batch.small_class import BATCH, CLASS, SCORES, content, files
from tests.command import grade, on_a_terminal, refusal

if TYPE_CHECKING:
    from pathlib import Path


def history(course: Path, person: str) -> list[dict[str, Any]]:
    done = grade(course, "history", person, "--json")
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout)["results"])


def test_a_class_is_graded_with_a_report_for_each_and_a_summary(graded: Path) -> None:
    assert {row["submission"]: row["score"] for row in content(graded)} == SCORES
    expected = {f"{name}{kind}" for name in CLASS for kind in (".json", ".student.json")}
    assert files(graded) == expected
    report = json.loads((graded / "reports/ben.json").read_text())
    assert (report["submission"], report["score"], report["status"]) == ("ben", 8.0, "graded")


def test_the_same_command_again_grades_nothing_and_makes_removed_reports_anew(mine: Path) -> None:
    before = {path.name: path.read_bytes() for path in (mine / "reports").glob("*.json")}
    (mine / "reports/ben.json").unlink()
    (mine / "reports/.0123456789ab.tmp").touch()  # as a killed run leaves it
    done = grade(mine, *BATCH)
    assert done.returncode == 0
    assert re.search(
        r"graded now +0\nkept from before +5\nincomplete +0\nunreadable +1\nunrecognised +1\n", done.stdout
    )
    assert not (mine / "reports/.0123456789ab.tmp").exists()
    assert "zip: zip.zip is no archive" in done.stdout
    assert "Not recognised as a submission:\n  grades.csv\n" in done.stdout
    assert {path.name: path.read_bytes() for path in (mine / "reports").glob("*.json")} == before


def test_a_changed_submission_alone_is_graded_again_and_the_history_shows_both(mine: Path) -> None:
    (mine / "class/ben/toy.py").write_text(toy.SOLUTION)
    (mine / "roster.csv").write_text("Name,ID\nBen Ng,ben\n")
    done = grade(mine, *BATCH, "--roster", "roster.csv")
    assert "graded now        1 (1 again)" in done.stdout
    reports = [json.loads((mine / "reports" / f"ben{kind}.json").read_text()) for kind in ("", ".student")]
    assert [report["people"] for report in reports] == [["Ben Ng"], []]
    first, second = history(mine, "ben")
    assert [(one["score"], one["why"]) for one in (first, second)] == [(8.0, "graded"), (10.0, "regraded")]
    assert second["reason"] == "The submission changed."
    assert first["at"] < second["at"]
    table = grade(mine, "history", "ben").stdout
    assert "8/12" in table
    assert "The submission changed." in table


def test_points_by_hand_are_a_result_of_their_own_kind(mine: Path) -> None:
    (mine / "marks.csv").write_text("submission,item,points,comment\nana,writeup,2,Well put.\n")
    done = grade(mine, *BATCH, "--marks", "marks.csv")
    assert "graded now        1 (1 for points by hand)" in done.stdout
    assert [(one["score"], one["why"]) for one in history(mine, "ana")] == [(10.0, "graded"), (12.0, "marks")]


def test_points_by_hand_stay_until_a_sheet_has_a_line_for_them(mine: Path) -> None:
    for name in set(CLASS) - {"ana", "ben"}:
        shutil.rmtree(mine / "class" / name)
    sheet = mine / "marks.csv"
    sheet.write_text("submission,item,points,comment\nana,writeup,2,Well put.\nben,writeup,1,\n")
    grade(mine, *BATCH, "--marks", "marks.csv")
    assert "graded now        0" in grade(mine, *BATCH).stdout
    (mine / "class/ben/toy.py").write_text(toy.SOLUTION)
    sheet.write_text("submission,item,points,comment\nana,writeup,,\n")
    done = grade(mine, *BATCH, "--marks", "marks.csv")
    assert "graded now        2 (1 again, 1 for points by hand)" in done.stdout
    assert "look whether they still fit:\n  ben\n" in done.stdout
    assert "to be marked      1 submission, 2 points by hand" in done.stdout
    assert [one["score"] for one in history(mine, "ana")] == [10.0, 12.0, 10.0]
    assert [one["score"] for one in history(mine, "ben")] == [8.0, 9.0, 11.0]


def test_the_same_class_as_an_archive_is_the_same_class_and_a_roster_says_who_is_missing(mine: Path) -> None:
    shutil.make_archive(str(mine / "download"), "zip", mine / "class")
    (mine / "roster.csv").write_text("Name,Email,ID\nAna B,ana@uni.edu,ana\nben,,\ncem,,\ndora,,\nzip,,\nfinn,,\n")
    done = grade(mine, "batch", "download.zip", "--roster", "roster.csv", "--layout", "plain")
    assert "ana · Ana B</p>" in (mine / "reports/ana.html").read_text()  # which the first run was not asked for
    assert "Ana B" not in (mine / "reports/ana.student.html").read_text()
    assert re.search(r"graded now +0\nkept from before +5\n", done.stdout), done.stdout + done.stderr
    assert "On the roster, and handed in nothing:\n  finn\n" in done.stdout
    assert "Handed in, and not on the roster:\n  eve\n" in done.stdout
    assert "1 person handed in and was not found on the roster." in (mine / "reports" / "class.html").read_text()
    (mine / "other.csv").write_text("Student;Matrikel\nDoe;1\n")
    done = grade(mine, "batch", "download.zip", "--roster", "other.csv", "--layout", "plain")
    assert "Please note:\n  Nobody who handed in is on other.csv: is it this class's" in done.stdout
    assert history(mine, "ana@uni.edu") == history(mine, "ana")


def test_another_setting_grades_all_again(mine: Path) -> None:
    for name in ("ana", "ben", "dora"):
        shutil.rmtree(mine / "class" / name)
    done = grade(mine, *BATCH, "--seed", "1")
    assert "graded now        2 (2 again)" in done.stdout
    assert history(mine, "cem")[-1]["reason"] == "The assignment or the settings changed."


REFUSED = {
    "no folder": (["batch", "nowhere"], "There is no file or folder nowhere"),
    "an empty folder": (["batch", "empty"], "is of no known layout (it is empty)"),
    "the reference": (["batch", "reference"], "holds the reference"),
    "reports among submissions": (["batch", "class", "--out", "class/out"], "among the submissions"),
    "a damaged gradebook": (["batch", "class", "--gradebook", "damaged"], "is damaged, or no gradebook"),
    "an unknown assignment": (["batch", "class", "--assignment", "other"], "has no assignment 'other'"),
    "history of nobody": (["history", "nobody"], "knows nobody called 'nobody'"),
    "history of nothing": (["history", "ana", "--gradebook", "none.sqlite"], "There is no gradebook none.sqlite"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_a_sentence(mine: Path, case: str) -> None:
    (mine / "empty").mkdir()
    (mine / "damaged").write_bytes(b"SQLite format 3\0" + b"\xff" * 5000)
    words, said = REFUSED[case]
    assert said in refusal(mine, *words)


@pytest.mark.parametrize("words", [["batch", "nowhere"], ["batch", "empty"], ["batch", "class", "--layout", "canvas"]])
def test_a_download_that_is_refused_leaves_no_trace(finished_toy: Path, tmp_path: Path, words: list[str]) -> None:
    for name in ("empty", "class"):
        (tmp_path / name).mkdir()
    (tmp_path / "class" / "x").touch()
    refusal(tmp_path, *words, "--course", finished_toy, "--out", "deep/reports")
    assert {path.name for path in tmp_path.iterdir()} == {"empty", "class"}


def test_on_a_terminal_a_bar_shows_how_far_it_is(mine: Path) -> None:
    (mine / "class/ben/toy.py").write_text(toy.BLANK)
    said = on_a_terminal(mine, *BATCH)
    assert "Grading" in said
    assert re.search(r"[01]/1", said)
    assert "graded now        1" in said


def test_a_class_with_pages_has_one_about_itself(mine: Path) -> None:
    done = grade(mine, "batch", "class", "--format", "html", "--language", "de")
    page = mine / "reports" / "class.html"
    assert f"Class: {page.relative_to(mine)}\n" in done.stdout
    html = page.read_text()
    assert '<html lang="de">' in html
    assert {"ana.html", "ben.html"} <= set(re.findall('href="([^"#]+)"', html))
    assert "zip.zip is no archive" in html


def test_who_gave_the_same_wrong_results_is_shown_to_instructors_and_no_student_has_a_hash(mine: Path) -> None:
    odd = toy.SOLUTION.replace("2.0 *", "1.0 + 1.5 *")
    for name, source in (("bea", odd), ("bob", f"# all my own\n{odd}")):
        toy.hand_in(mine / "class" / name, source)
    assert grade(mine, *BATCH).returncode == 0
    versions = [(mine / f"reports/bea{middle}.json").read_text() for middle in ("", ".student")]
    assert [bool(re.search('"digest": "[^"]', text)) for text in versions] == [True, False]
    told = json.loads(grade(mine, "similar", "--json").stdout)
    names = [work["submission"] for work in told["works"]]
    shared = {tuple(names[place] for place in one["works"]) for one in (*told["groups"], *told["silent"])}
    assert shared == {("bea", "bob")}
