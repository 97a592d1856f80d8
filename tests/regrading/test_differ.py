"""Two sets of reports: what changed, for whom and why; what cannot be compared is refused in one sentence."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli import main
from grader.regrading import differ
from grader.regrading.differ import Change, Difference, Differences, RubricChange
from grader.regrading.tables import differences
from grader.report import collected
from grader.report.as_json import to_json
from grader.report.redact import for_student
from grader.score import Carried, CheckResult, ItemResult, NearMiss, Penalty, ScoreReport
from tests.report.report_samples import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path

    from grader.score import Verdict

FORWARD = CheckResult("forward", "Forward is right", "passed", 2, 2, rtol=1e-6, atol=1e-8)
BACKWARD = CheckResult("backward", "Backward is right", "wrong", 0, 3, rtol=1e-6, atol=1e-8)
LAYER = ItemResult("layer", "A layer", 2, 5, checks=(FORWARD, BACKWARD))
TEXT = ItemResult("text", "Questions", 0, 4, by_hand=4)
REPORT = ScoreReport(
    "hw1", "Homework", "ada", 2, 9, "graded", "strict", {"submission sha256": "a", "seed": "0"}, (LAYER, TEXT)
)


def with_check(old: CheckResult = BACKWARD, report: ScoreReport = REPORT, **changed: Any) -> ScoreReport:
    """Return the report with one check changed, and the sums that follow from it."""
    layer = report.items[0]
    checks = tuple(replace(check, **changed) if check.id == old.id else check for check in layer.checks)
    item = replace(
        layer, checks=checks, points=sum(one.points for one in checks), max_points=sum(one.max_points for one in checks)
    )
    items = (item, *report.items[1:])
    score, most = sum(one.points for one in items), sum(one.max_points for one in items)
    return replace(report, items=items, score=score, max_score=most)


def keyed(*reports: ScoreReport) -> dict[tuple[str, str], ScoreReport]:
    return {(report.assignment, report.submission): report for report in reports}


def between(old: ScoreReport, new: ScoreReport) -> Differences:
    return differ.compare(keyed(old), keyed(new))


def check_change(old: ScoreReport, new: ScoreReport) -> Change:
    (found,) = between(old, new).submissions
    (change,) = (one for one in found.changes if one.kind == "check")
    return change


def test_the_same_reports_differ_in_nothing() -> None:
    slower = replace(with_check(feedback="Said otherwise.", seconds=9.0), seconds=7.0, notes=("A note.",))
    assert between(REPORT, slower) == Differences((), (), 1)
    assert not between(REPORT, REPORT).any


def test_a_tolerance_that_changed_is_told_of_the_rubric_and_of_whom_it_gave_points() -> None:
    found = between(REPORT, with_check(verdict="passed", points=3, rtol=1e-3))
    assert found.rubric == (
        RubricChange("hw1", "backward", "tolerance", "rtol 1e-06, atol 1e-08", "rtol 0.001, atol 1e-08"),
    )
    assert found.submissions == (
        Difference(
            "hw1", "ada", "changed", (2, 5), (9, 9), (),
            (Change("item", "layer", "A layer", "2/5", "5/5", 3),
             Change("check", "backward", "Backward is right", "0/3", "3/3", 3, ("tolerance",), ("wrong", "passed"))),
        ),
    )  # fmt: skip


def test_points_that_moved_nobody_are_told_of_the_rubric_only() -> None:
    found = between(REPORT, with_check(max_points=4))
    assert found.rubric == (RubricChange("hw1", "backward", "points", "3", "4"),)
    (one,) = found.submissions
    assert (one.score, one.max_score, one.changes) == ((2, 2), (9, 10), ())


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ({}, ("other answers to the same questions",)),
        ({"submission sha256": "b"}, ("other files were handed in",)),
        ({"expected sha256": "b"}, ("the expected outputs were made anew",)),
        ({"adapter sha256": "b"}, ("another adapter was laid over them",)),
        ({"seed": "1", "child numpy": "2.0"}, ("seed: 1 instead of 0", "child numpy: 2.0 instead of none")),
    ],
)
def test_another_verdict_has_the_reasons_that_the_two_runs_show(
    environment: dict[str, str], why: tuple[str, ...]
) -> None:
    new = with_check(verdict="passed", points=3)
    assert check_change(REPORT, replace(new, environment={**new.environment, **environment})).why == why


def test_second_runs_and_what_they_count_are_compared() -> None:
    first = with_check(points=1.5, carried=Carried(("Sigmoid",), "passed", 0.5))
    assert check_change(REPORT, first).verdicts == ("wrong", "wrong (passed with stand-ins)")
    full = with_check(points=3, carried=Carried(("Sigmoid",), "passed", 1.0))
    assert between(first, full).rubric == (RubricChange("hw1", "policy", "second runs", "0.5", "1"),)
    assert check_change(first, full).why == ("second runs",)


def test_what_people_gave_is_compared() -> None:
    marked = replace(TEXT, marked=3, points=3, comment="Good.")
    (found,) = between(REPORT, replace(REPORT, items=(LAYER, marked), score=5)).submissions
    why = ("by hand: 3 instead of nothing", "another comment")
    assert found.changes == (Change("item", "text", "Questions", "0/4", "3/4", 3, why),)


def test_checks_and_items_that_are_in_one_report_only_are_named() -> None:
    less = replace(REPORT, items=(replace(LAYER, checks=(BACKWARD,), points=0, max_points=3),), score=0, max_score=3)
    (found,) = between(REPORT, less).submissions
    assert [(one.kind, one.id, one.after, one.why) for one in found.changes] == [
        ("item", "layer", "0/3", ()),
        ("check", "forward", "-", ("no such check in the new report",)),
        ("item", "text", "-", ("no such item in the new report",)),
    ]


def test_a_check_that_moved_to_another_item_is_compared_once() -> None:
    moved = replace(LAYER, id="other", title="Another")
    (found,) = between(REPORT, replace(REPORT, items=(moved, TEXT))).submissions
    assert [(one.kind, one.id) for one in found.changes] == [("item", "other"), ("item", "layer")]


def test_penalties_and_adjustments_are_compared_by_id() -> None:
    late, later = (Penalty("policy:late", points, f"{points} for that") for points in (-1, -2))
    old = replace(REPORT, penalties=(late,), adjustments=(Penalty("policy:rounding", 0.5, "Rounded."),))
    (found,) = between(old, replace(REPORT, penalties=(later,), score=1)).submissions
    assert found.changes == (
        Change("penalty", "policy:late", "policy:late", "-1", "-2", -1, ("-2 for that",)),
        Change("adjustment", "policy:rounding", "policy:rounding", "+0.5", "-", -0.5, ("Rounded.",)),
    )


def test_submissions_that_are_there_once_and_an_incomplete_one_are_told() -> None:
    bob, eve = (replace(REPORT, submission=name) for name in ("bob", "eve"))
    found = differ.compare(keyed(REPORT, bob), keyed(replace(REPORT, status="incomplete"), eve))
    assert [(one.submission, one.kind, one.score, one.why) for one in found.submissions] == [
        ("ada", "changed", (2, 2), ("graded, now incomplete",)),
        ("bob", "removed", (2, None), ()),
        ("eve", "new", (None, 2), ()),
    ]
    assert "1 submission changed, 1 new, 1 removed, 0 unchanged." in differences(found)


def test_the_table_is_harmless_whatever_a_submission_is_called() -> None:
    named = replace(with_check(verdict="passed", points=3), submission="[red]x\x1b[2J\n" + HOSTILE)
    text = differences(between(replace(REPORT, submission=named.submission), named))
    assert "wrong 0/3   passed 3/3       +3" in text
    assert "\x1b" not in text
    assert "[red]x" in text
    assert "Scores: 1 changed, by +3 to +3." in text


def write(folder: Path, *reports: ScoreReport) -> Path:
    folder.mkdir(parents=True)
    for report in reports:
        (folder / f"{report.submission}.json").write_text(to_json(report))
        (folder / f"{report.submission}.student.json").write_text(to_json(for_student(report)))
    (folder / "notes.json").write_text("[1]")
    return folder


def diff(*words: str | Path) -> int:
    return main._status(["diff", *map(str, words)])


def test_folders_are_paired_by_submission_and_the_exit_status_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    better = with_check(verdict="passed", points=3)
    old, new = write(tmp_path / "old", REPORT), write(tmp_path / "new", better)
    assert diff(old, old) == 0
    assert capsys.readouterr().out == "0 submissions changed, 1 unchanged.\n"
    assert diff(old, new, "--json") == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["format"], told["changed"], told["same"]) == (1, True, 0)
    assert told["submissions"][0]["changes"][1]["why"] == ["other answers to the same questions"]


def test_two_reports_that_were_named_are_compared_whatever_the_submissions_are_called(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path / "all", REPORT, replace(REPORT, submission="ada-2"))
    assert diff(tmp_path / "all/ada.json", tmp_path / "all/ada-2.json") == 0
    assert "0 submissions changed, 1 unchanged." in capsys.readouterr().out


TREE = json.loads(to_json(with_check(near=NearMiss("c", "y", 0.7))))


def broken(*path: str | int, to: object) -> str:
    tree = json.loads(json.dumps(TREE))
    inner = tree
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = to
    return json.dumps(tree)


CHECK = ("items", 0, "checks", 1)
FOREIGN = [
    "",
    "[]",
    "{}",
    '{"format": 99}',
    to_json(REPORT)[:-200],
    "[" * 100_000,
    "\udcff",
    *(
        broken(*path, to=to)
        for path, to in [
            (("score",), "two"),
            (("score",), None),
            (("submission",), 3),
            (("environment",), {"seed": 0}),
            (("items",), 5),
            (("items", 0, "points"), []),
            (("items", 1, "marked"), "3"),
            ((*CHECK, "points"), "nan"),
            ((*CHECK, "verdict"), ["passed"]),
            ((*CHECK, "rtol"), "0.1"),
            ((*CHECK, "near", "ratio"), {}),
            (("penalties",), [{"id": 1, "points": 0, "reason": ""}]),
        ]
    ),
]


@pytest.mark.parametrize("text", FOREIGN)
def test_what_is_no_report_is_refused_in_one_sentence(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, good = tmp_path / "foreign.json", tmp_path / "good.json"
    path.write_bytes(text.encode(errors="surrogateescape"))
    good.write_text(to_json(REPORT))
    assert diff(good, path) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"grade: {path}")
    assert (len(told.err.splitlines()), told.out) == (1, "")


def test_what_cannot_be_compared_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, empty = write(tmp_path / "reports", REPORT), tmp_path / "empty"
    empty.mkdir()
    (tmp_path / "twice").mkdir()
    for name in ("a", "b"):
        (tmp_path / f"twice/{name}.json").write_text(to_json(REPORT))
    (tmp_path / "cut").mkdir()
    (tmp_path / "cut/ada.json").write_text(to_json(REPORT)[:-40])
    for old, new, said in (
        (folder, empty, "holds no instructor's report of a whole run"),
        (folder, tmp_path / "nowhere", "are a folder and a file"),
        (folder / "ada.json", tmp_path / "nowhere.json", "nowhere.json cannot be read: no such file"),
        (folder / "ada.json", folder / "ada.student.json", "they differ in `audience`"),
        (folder, tmp_path / "twice", "is a second report of 'ada'"),
        (folder, tmp_path / "cut", "This is not a JSON report"),
    ):
        assert diff(old, new) == 2
        assert said in capsys.readouterr().err


def test_only_an_instructors_reports_of_whole_runs_are_taken_out_of_a_folder(tmp_path: Path) -> None:
    part, verdict = replace(REPORT, submission="part", selection="--only layer"), replace(REPORT, submission="ada")
    folder = write(tmp_path / "reports", verdict, part, replace(REPORT, submission="pre", precheck=True))
    assert list(collected.collect([folder])) == [("hw1", "ada")]


@pytest.mark.parametrize(("verdict", "ratio", "factor"), [("passed", 0.7, 0.7), ("wrong", 1.2345, 1.24)])
def test_near_misses_of_reports_are_listed(
    verdict: Verdict, ratio: float, factor: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path / "reports", with_check(verdict=verdict, near=NearMiss("plain", "dW", ratio)))
    assert main._status(["near", str(folder), "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)["near"]
    assert (found["check"], found["submissions"], found["factor"]) == ("backward", ["ada"], factor)
    assert main._status(["near", str(folder)]) == 0
    assert f"tolerance x {factor:g}" in capsys.readouterr().out
