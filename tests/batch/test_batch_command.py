"""`grade batch`, as an instructor meets it: a class is graded, nothing is done twice, and nothing is ever lost."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from grader.batch.gradebook import Gradebook
from tests import toy
from tests.command import grade, on_a_terminal, refusal
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")

KILLS = int(os.environ.get("BACKGRADE_KILLS", "5"))  # `make kills` asks for more
CLASS = {
    "ana": toy.SOLUTION,
    "ben": toy.HALF_SLOPE,
    "cem": toy.BLANK,
    "dora": "import os\nos.abort()\n",
    "eve": "def (",
}
SCORES = {"ana": 10.0, "ben": 8.0, "cem": 0.0, "dora": 0.0, "eve": 0.0, "zip": None}
BATCH = ("batch", "class", "--jobs", "2", "--format", "json")


def hand_in(course: Path) -> None:
    for name, source in CLASS.items():
        toy.hand_in(course / "class" / name, source)
    (course / "class" / "zip.zip").write_bytes(b"this is no archive")
    (course / "class" / "grades.csv").write_text("a,b\n")
    (course / "tmp").mkdir()


@pytest.fixture(scope="module")
def graded(finished_toy: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a course with a class that was graded once, without interruption."""
    course = shutil.copytree(finished_toy, tmp_path_factory.mktemp("graded") / "course")
    hand_in(course)
    done = grade(course, *BATCH)
    assert done.returncode == 0, done.stderr
    assert "graded now        6" in done.stdout
    return course


@pytest.fixture
def mine(graded: Path, tmp_path: Path) -> Path:
    """Return a copy of that course of the test's own."""
    return shutil.copytree(graded, tmp_path / "course")


def start(course: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=course,
        env={**os.environ, "TMPDIR": str(course / "tmp")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def without_times(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: without_times(value) for key, value in tree.items() if key != "seconds"}
    return [without_times(value) for value in tree] if isinstance(tree, list) else tree


def content(course: Path) -> list[dict[str, Any]]:
    """Return all that counts in a gradebook but times, with the reports."""
    found = []
    with Gradebook(course / "reports" / "gradebook.sqlite", make=False) as book:
        for _, row in sorted(book.newest("toy").items()):
            kept = {name: row[name] for name in row.keys() if name not in ("id", "run", "report", "seconds", "at")}  # noqa: SIM118
            for audience in ("instructor", "student") if row["report"] else ():
                kept[audience] = without_times(json.loads(book.report(row["report"], audience)))
            found.append(kept)
        assert [row["integrity_check"] for row in book.connection.execute("PRAGMA integrity_check")] == ["ok"]
        everything = book.connection.execute("SELECT person, attempt FROM results").fetchall()
    assert len(everything) == len(found), "something was graded twice"
    return found


def files(course: Path) -> set[str]:
    return {path.name for path in (course / "reports").iterdir() if "gradebook" not in path.name}


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
    done = grade(mine, *BATCH)
    assert done.returncode == 0
    assert re.search(
        r"graded now +0\nkept from before +6\nincomplete +0\nunreadable +1\nunrecognised +1\n", done.stdout
    )
    assert "zip: zip.zip is no archive" in done.stdout
    assert "Not recognised as a submission:\n  grades.csv\n" in done.stdout
    assert {path.name: path.read_bytes() for path in (mine / "reports").glob("*.json")} == before


def test_a_changed_submission_alone_is_graded_again_and_the_history_shows_both(mine: Path) -> None:
    (mine / "class/ben/toy.py").write_text(toy.SOLUTION)
    done = grade(mine, *BATCH)
    assert "graded now        1 (1 of them again)" in done.stdout
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
    assert "graded now        1 (1 of them again)" in done.stdout
    assert [(one["score"], one["why"]) for one in history(mine, "ana")] == [(10.0, "graded"), (12.0, "marks")]


def test_the_same_class_as_an_archive_is_the_same_class_and_a_roster_says_who_is_missing(mine: Path) -> None:
    shutil.make_archive(str(mine / "download"), "zip", mine / "class")
    (mine / "roster.csv").write_text("Name,Email\nana,ana@uni.edu\nben,\ncem,\ndora,\nzip,\nfinn,\n")
    done = grade(mine, "batch", "download.zip", "--roster", "roster.csv", "--layout", "plain")
    assert (mine / "reports/ben.html").is_file()  # which the first run was not asked for
    assert re.search(r"graded now +0\nkept from before +6\n", done.stdout), done.stdout + done.stderr
    assert "On the roster, and handed in nothing:\n  finn\n" in done.stdout
    assert "Handed in, and not on the roster:\n  eve\n" in done.stdout
    assert history(mine, "ana@uni.edu") == history(mine, "ana")


def test_another_setting_grades_all_again(mine: Path) -> None:
    done = grade(mine, *BATCH, "--seed", "1")
    assert "graded now        6 (6 of them again)" in done.stdout
    assert history(mine, "cem")[-1]["reason"] == "The assignment or the settings changed."


def test_killed_at_any_moment_it_goes_on_and_ends_as_if_it_had_not_been(graded: Path, course: Path) -> None:
    hand_in(course)
    moments, kills = random.Random(20), 0  # noqa: S311 - no secret
    while kills < KILLS:
        with start(course, *BATCH) as running:
            within(10, lambda: bool(descendants(running.pid)) or running.poll() is not None)
            time.sleep(moments.uniform(0.0, 0.8))
            started = descendants(running.pid)
            kills += running.poll() is None
            running.kill()
            running.communicate(timeout=10)
        assert within(4, lambda started=started: not alive(started))  # type: ignore[misc]
        if running.returncode == 0:  # it was done before: the next one begins anew
            assert content(course) == content(graded)
            shutil.rmtree(course / "reports")
    with start(course, *BATCH) as last:
        _, err = last.communicate(timeout=60)
    assert last.returncode == 0, err
    assert content(course) == content(graded)
    assert files(course) == files(graded)
    assert list((course / "tmp").iterdir()) == []


@pytest.fixture
def hanging(course: Path) -> Path:
    """Return a course with a class of which one is done at once and two never."""
    for name, source in {"ana": toy.SOLUTION, "ben": toy.HANGING, "cem": toy.HANGING}.items():
        toy.hand_in(course / "class" / name, source)
    (course / "tmp").mkdir()
    return course


def results(course: Path) -> int:
    path = course / "reports/gradebook.sqlite"
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as book:
        try:
            return int(book.execute("SELECT count(*) FROM results").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on_and_meanwhile_nobody_else_may_begin(hanging: Path) -> None:
    with start(hanging, *BATCH, "--timeout", "30") as running:
        assert within(20, lambda: (hanging / "reports/gradebook.sqlite").exists() and results(hanging) == 1)
        assert "is in use by another `grade batch`" in refusal(hanging, *BATCH)
        started = descendants(running.pid)
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=10)
    assert (running.returncode, out) == (130, "")
    said = "grade: Stopped: 1 of 3 are graded and kept in reports/gradebook.sqlite; the same command goes on."
    assert err.strip() == said
    assert within(2, lambda: not alive(started))
    assert list((hanging / "tmp").iterdir()) == []
    assert results(hanging) == 1


def test_a_worker_that_is_killed_is_replaced_and_all_are_graded(course: Path) -> None:
    for name in ("ana", "ben"):
        toy.hand_in(course / "class" / name)
    (course / "tmp").mkdir()
    with start(course, *BATCH) as running:
        assert within(20, lambda: len(children(running.pid)) == 2)
        os.kill(min(children(running.pid)), signal.SIGKILL)
        out, err = running.communicate(timeout=60)
    assert running.returncode == 0, err
    assert "graded now        2" in out
    assert list((course / "tmp").iterdir()) == []


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as file:  # noqa: PTH123
        return [int(word) for word in file.read().split()]


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


def test_on_a_terminal_a_bar_shows_how_far_it_is(mine: Path) -> None:
    (mine / "class/ben/toy.py").write_text(toy.BLANK)
    said = on_a_terminal(mine, *BATCH)
    assert "Grading" in said
    assert re.search(r"[01]/1", said)
    assert "graded now        1" in said
