"""Kept results are scored again by the rubric as it is now, without running any student code, or refused plainly."""

from __future__ import annotations

import json
import os
import subprocess
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from grader import load
from grader.cli import main
from grader.clock import Times
from grader.course import AssignmentFolder
from grader.engine import run
from grader.engine.again import Look
from grader.errors import UsageError
from grader.marks import Marks, Reader
from grader.regrading import kept
from grader.regrading.kept import Keeper
from grader.regrading.rescore import Rescorer
from grader.report.as_json import to_json
from grader.sandbox.host import Session, Settings
from grader.score import Counterexample, ScoreReport
from tests import toy
from tests.command import grade

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.engine.again import Carried, Second
    from grader.rubric import Check
    from grader.sandbox.warm import Warm

GIVEN: tuple[str, ...] = ("Square.forward",)
DUE = datetime(2026, 9, 30, 23, 59, tzinfo=UTC)
CAME = DUE + timedelta(minutes=30)
SLOPE_WORTH_MORE = (
    ('forward returns x squared", points=2', 'forward returns x squared", points=1'),
    ('derivative returns 2 x", points=1', 'derivative returns 2 x", points=2'),
)
NEARLY_ANY_SLOPE = (
    ("Matches, RubricItem", "Matches, RubricItem, Tolerance"),
    ('outputs=("dy",),\n', 'outputs=("dy",), tolerance=Tolerance(0.6, 0.0),\n'),
)


class Class(NamedTuple):
    """Some graded submissions: their reports, and where what came back is kept."""

    place: Path
    reports: dict[str, ScoreReport]

    def path(self, name: str) -> Path:
        return kept.places(self.place, "toy")[name]


def job(course: Path, **more: Any) -> run.Job:
    folder = AssignmentFolder(course / "reference/toy")
    return run.Job(folder, load.stored(folder), Settings(folder.rubric.limits), **more)


@pytest.fixture(scope="module")
def handed_in(finished_toy: Path, warm: Warm, tmp_path_factory: pytest.TempPathFactory) -> Class:
    """Grade right work, work with a mistake in a zip file, and work that is no Python; keep what came back."""
    place = tmp_path_factory.mktemp("class")
    right, broken = toy.hand_in(place / "ada"), toy.hand_in(place / "eve", "def loss(:\n")
    with zipfile.ZipFile(place / "bob.zip", "w") as archive:
        archive.writestr("toy.py", toy.HALF_SLOPE)
        archive.writestr("more.txt", "text")
    work = [("ada", right), ("bob", place / "bob.zip"), ("eve", broken)]
    reports = run.grade(job(finished_toy, keep=Keeper(place / "kept"), times=Times(None, CAME)), warm, work)
    return Class(place / "kept", {one.submission: one for one in reports if isinstance(one, ScoreReport)})


@pytest.fixture
def inside(course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into a course of the test's own."""
    monkeypatch.chdir(course)
    return course


@pytest.fixture
def nobody_runs(handed_in: Class, monkeypatch: pytest.MonkeyPatch) -> Class:
    """Let every attempt to run something fail."""

    def refuse(*_: Any, **__: Any) -> None:
        pytest.fail("something was run")

    for owner, name in ((Session, "__init__"), (subprocess, "Popen"), (os, "fork")):
        monkeypatch.setattr(owner, name, refuse)
    return handed_in


def edited(course: Path, *edits: tuple[str, str]) -> Path:
    path = course / "reference/toy/rubric.py"
    text = path.read_text()
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text)
    return course


def again(course: Path, known: Class, name: str = "bob", **more: Any) -> ScoreReport:
    found = Rescorer(job(course, **more))(name, known.path(name))
    assert isinstance(found, ScoreReport), found
    return found


def points(report: ScoreReport) -> dict[str, float]:
    return {check.id: check.points for item in report.items for check in item.checks}


def test_with_the_same_rubric_every_report_is_the_same_to_the_byte(finished_toy: Path, nobody_runs: Class) -> None:
    assert set(nobody_runs.reports) == {"ada", "bob", "eve"}
    for name, report in nobody_runs.reports.items():
        assert to_json(again(finished_toy, nobody_runs, name)) == to_json(report)


def test_points_are_those_of_the_rubric_now(course: Path, nobody_runs: Class) -> None:
    before, after = nobody_runs.reports["ada"], again(edited(course, *SLOPE_WORTH_MORE), nobody_runs, "ada")
    assert (points(before)["square_slope"], points(after)["square_slope"]) == (1, 2)
    assert before.score == after.score
    assert again(course, nobody_runs).score == nobody_runs.reports["bob"].score - 1


def test_a_tolerance_is_that_of_the_rubric_now(course: Path, nobody_runs: Class) -> None:
    assert points(nobody_runs.reports["bob"])["square_slope"] == 0
    found = again(edited(course, *NEARLY_ANY_SLOPE), nobody_runs)
    assert points(found)["square_slope"] == 1
    (near,) = (check.near for item in found.items for check in item.checks if check.near)
    assert near.ratio == pytest.approx(0.5 / 0.6)


def test_times_are_those_of_the_run_unless_others_are_named(course: Path, nobody_runs: Class) -> None:
    late = ("    items=(\n", "    policy=Policy(late=(Late(hours=24, fraction=0.5),)),\n    items=(\n")
    edited(course, late, ("import Assignment,", "import Late, Policy, Assignment,"))
    before = nobody_runs.reports["ada"]
    assert again(course, nobody_runs, "ada").score == before.score  # nobody ever said when it was due
    assert again(course, nobody_runs, "ada", times=Times(DUE)).score == before.score - before.max_score / 2
    assert again(course, nobody_runs, "ada", times=Times(DUE, DUE)).score == before.score


def test_the_form_of_what_was_handed_in_is_known_still(course: Path, nobody_runs: Class) -> None:
    policy = '    policy=Policy(archive="[a-z]+[.]tar", exactly=True, format=0.5),\n    items=(\n'
    edited(course, ("    items=(\n", policy), ("import Assignment,", "import Policy, Assignment,"))
    (penalty,) = again(course, nobody_runs).penalties
    assert "the archive is called bob.zip; the zip holds more.txt" in penalty.reason


def test_marks_are_added(finished_toy: Path, nobody_runs: Class) -> None:
    rubric = AssignmentFolder(finished_toy / "reference/toy").rubric
    marks = Reader("m.csv", rubric, ["ada"]).marks("submission,item,points,comment\nada,writeup,1.5,good\n")
    assert isinstance(marks, Marks)
    assert again(finished_toy, nobody_runs, "ada", marks=marks).score == nobody_runs.reports["ada"].score + 1.5


def give(_: Look, failed: Sequence[Check], second: Second) -> Carried:
    """Give stand-ins to the one check that fails for itself."""
    return {check.id: (GIVEN, second([check], GIVEN)) for check in failed if check.id == "square_slope"}


def refused(course: Path, tmp_path: Path, found: kept.Kept) -> str:
    path = tmp_path / f"{kept.key_of(found)}{kept.ENDING}"
    path.write_bytes(kept.pack(found))
    error = Rescorer(job(course))("bob", path)
    assert isinstance(error, UsageError), error
    return str(error)


@pytest.mark.parametrize(
    ("part", "said"),
    [
        ({"assignment": "other"}, "belongs to other: name that as --assignment"),
        ({"driver": "0"}, "no longer answers: driver.py has changed since. Grade it again."),
        ({"importing": "0"}, "the required files, or what they define, have changed since"),
        ({"bounds": "0"}, "the limits in the rubric have changed since"),
    ],
)
def test_where_something_else_would_be_asked_now_it_is_refused(
    part: dict[str, Any], said: str, finished_toy: Path, nobody_runs: Class, tmp_path: Path
) -> None:
    found = kept.load(nobody_runs.path("bob"))
    other = replace(found, asked=replace(found.asked, **part))
    assert said in refused(finished_toy, tmp_path, other)


def test_the_checks_are_named_whose_inputs_have_changed(finished_toy: Path, nobody_runs: Class, tmp_path: Path) -> None:
    found = kept.load(nobody_runs.path("bob"))
    changed = dict.fromkeys(found.asked.calls, "0") | {("case", "line", "five_points"): "1"}
    same = {key: sha for key, sha in found.asked.calls.items() if key[1] != "draw"}
    other = replace(found, asked=replace(found.asked, calls={**changed, **same}))
    assert "cases or calls of drawn have changed since" in refused(finished_toy, tmp_path, other)


def test_a_check_that_asks_for_calls_never_made_is_named(course: Path, nobody_runs: Class) -> None:
    edited(course, ('reduce="elementwise", consistent=0.5', 'reduce="elementwise", consistent=0.5, step=1e-4'))
    error = Rescorer(job(course))("bob", nobody_runs.path("bob"))
    assert "square_gradient" in str(error)
    assert isinstance(Rescorer(job(course))("eve", nobody_runs.path("eve")), ScoreReport)  # nothing of it was ever run


def test_second_runs_that_were_never_made_are_not_guessed(
    finished_toy: Path, nobody_runs: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = kept.load(nobody_runs.path("bob"))
    monkeypatch.setattr(Look, "carried", give)
    assert "square_slope would now be run again with stand-ins that were not given then" in refused(
        finished_toy, tmp_path, found
    )


def test_second_runs_count_only_while_their_checks_fail(
    finished_toy: Path, nobody_runs: Class, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = kept.load(nobody_runs.path("bob"))
    found.attempt.carried = dict.fromkeys(("square_slope", "square_forward"), (GIVEN, found.attempt.replies))
    path = tmp_path / f"{kept.key_of(found)}{kept.ENDING}"
    path.write_bytes(kept.pack(found))
    monkeypatch.setattr(Look, "carried", give)
    report = Rescorer(job(finished_toy))("bob", path)
    assert isinstance(report, ScoreReport)
    assert [check.id for item in report.items for check in item.checks if check.carried] == ["square_slope"]


def test_the_smallest_case_of_before_is_shown_only_with_the_tolerance_of_before(
    course: Path, nobody_runs: Class, tmp_path: Path
) -> None:
    found = kept.load(nobody_runs.path("bob"))
    found.attempt.smallest = {"square_slope": Counterexample("tiny", {}, "dy", "1", "2")}
    path = tmp_path / f"{kept.key_of(found)}{kept.ENDING}"
    path.write_bytes(kept.pack(found))

    def examples() -> list[str]:
        report = Rescorer(job(course))("bob", path)
        assert isinstance(report, ScoreReport)
        return [check.id for item in report.items for check in item.checks if check.counterexample]

    assert examples() == ["square_slope"]
    edited(course, NEARLY_ANY_SLOPE[0], (NEARLY_ANY_SLOPE[1][0], NEARLY_ANY_SLOPE[1][1].replace("0.6", "0.1")))
    assert examples() == []


def status(*words: str | Path) -> int:
    """Run a command in this process; return its exit status."""
    return main._status([str(word) for word in words])


def test_the_command_writes_reports_and_the_difference_is_told(
    inside: Path, nobody_runs: Class, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = edited(inside, *SLOPE_WORTH_MORE)
    assert status("rescore", "--kept", nobody_runs.place, "bob", "ada", "--quiet", "--format", "json") == 0
    assert capsys.readouterr().out.splitlines() == ["bob  7/10; 2 to be marked", "ada  10/10; 2 to be marked"]
    (tmp_path / "old").mkdir()
    for name in ("ada", "bob"):
        (tmp_path / f"old/{name}.json").write_text(to_json(nobody_runs.reports[name]))
    assert status("diff", tmp_path / "old", course / "rescored") == 1
    said = capsys.readouterr().out
    assert "square_slope     points   1        2" in said
    assert "2 submissions changed, 0 unchanged. Scores: 1 changed, by -1 to -1." in said
    assert status("diff", tmp_path / "old", tmp_path / "old") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["--kept", "nowhere"],
            "Nothing is kept in nowhere of an assignment of this course: grade with --keep nowhere",
        ),
        (["--kept", "nowhere", "--assignment", "toy"], "Nothing is kept of toy in nowhere: grade with --keep nowhere"),
        (["--kept", "KEPT", "bbb"], "Nothing is kept of 'bbb' in"),
        (["--kept", "KEPT", "--out", "-"], "With --out - name one --format to print."),
        (["--kept", "KEPT", "--out", "reference/toy/x"], "is a place of the reference"),
        (["--kept", "KEPT", "--submitted-at", "2026-01-01T00:00Z"], "says when one submission came"),
        (["--kept", "KEPT", "--due", "soon"], "--due: 'soon' is no time"),
        (["--kept", "KEPT", "--marks", "none.csv"], "none.csv cannot be read"),
    ],
)
def test_what_cannot_be_scored_again_is_said_in_one_sentence(
    words: list[str], said: str, inside: Path, nobody_runs: Class, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inside == Path.cwd()
    assert status("rescore", *(str(nobody_runs.place) if word == "KEPT" else word for word in words)) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert (len(told.err.splitlines()), told.out) == (1, "")


def test_one_that_is_damaged_keeps_no_other_from_being_scored(
    inside: Path, nobody_runs: Class, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert inside == Path.cwd()
    for name, data in (("ada", nobody_runs.path("ada").read_bytes()), ("bob", b"nothing")):
        path = tmp_path / "toy" / name / nobody_runs.path("ada").name
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    assert status("rescore", "--kept", tmp_path, "--quiet") == 2
    told = capsys.readouterr()
    assert told.out == "ada  10/10; 2 to be marked\n"
    assert told.err.startswith("grade: bob: ")
    assert "damaged" in told.err


def test_a_part_of_a_run_is_not_kept(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toy.hand_in(inside / "ada")
    assert status("ada", "--keep", "kept", "--only", "square") == 2
    assert "--keep keeps whole runs" in capsys.readouterr().err
    assert status("ada", "--keep", "ada/toy.py/kept") == 2
    assert "Choose another folder with --keep." in capsys.readouterr().err


def test_a_run_keeps_what_comes_back_when_it_is_asked_to(inside: Path, capsys: pytest.CaptureFixture[str]) -> None:
    toy.hand_in(inside / "ada")
    assert grade(inside, "ada", "--quiet", "--keep", "kept").returncode == 0
    assert status("rescore", "--out", "-", "--format", "json") == 0
    printed = capsys.readouterr().out
    assert printed == (inside / "reports/ada.json").read_text()
    assert json.loads(printed)["score"] == 10
