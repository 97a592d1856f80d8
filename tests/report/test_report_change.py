"""What a save changed: between two runs, and as the watching terminal tells it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader.cli import prechecking
from grader.report import change
from grader.score import CheckResult, Diagnosis, ItemResult, Problem, ScoreReport, Verdict
from tests.report import report_parts as parts
from tests.report import report_samples as samples

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run(*verdicts: Verdict, score: float = 0.0, problem: Problem | None = None) -> ScoreReport:
    """Return a report whose checks a, b, ... went like this."""
    checks = tuple(
        parts.check(name, f"Check {name}", verdict, 1.0, cases=() if problem else parts.cases(verdict))
        for name, verdict in zip("abcdefghijklmnop", verdicts, strict=False)
    )
    items = (ItemResult("item", "Item", score, 4.0, checks=checks),)
    return replace(samples.precheck(), items=items, score=score, max_score=4.0, problem=problem, status="graded")


def ids(checks: tuple[CheckResult, ...]) -> str:
    return "".join(check.id for check in checks)


@pytest.mark.parametrize(
    ("old", "new", "groups", "untouched"),
    [
        (("wrong", "passed"), ("passed", "passed"), ("a", "", ""), 0),
        (("passed", "wrong"), ("raised", "wrong"), ("", "a", "b"), 0),
        (("passed", "missing"), ("missing", "missing"), ("", "a", ""), 1),
        (("missing", "missing"), ("wrong", "passed"), ("b", "", "a"), 0),
        (("consistent",), ("consistent", "wrong"), ("", "", "ab"), 0),
        ((), ("passed",), ("a", "", ""), 0),
    ],
)
def test_checks_are_told_apart_by_how_they_went_before(
    old: tuple[Verdict, ...], new: tuple[Verdict, ...], groups: tuple[str, str, str], untouched: int
) -> None:
    found = change.between(run(*old), run(*new))
    assert (ids(found.now_passing), ids(found.now_failing), ids(found.still_failing)) == groups
    assert found.not_attempted == untouched


def test_points_come_first_then_what_passes_then_what_fails_with_the_sentence_that_tells_most() -> None:
    new = run("passed", "wrong", "wrong", score=2.5)
    (item,) = new.items
    named = replace(item.checks[1], diagnosis=(Diagnosis("x", "Divide by N once."),))
    new = replace(new, items=(replace(item, checks=(item.checks[0], named, item.checks[2])),))
    text = change.to_change(run("wrong", "passed", "wrong", score=1.0), new, at="12:30:00")
    assert text.startswith("12:30:00  1 points before, 2.5 now, of 4\n\nNow passes (1)\n  passed  1/1  Check a  a\n")
    assert "No longer passes (1)\n  wrong  0/1  Check b  b\n    Divide by N once.\n\nStill fails (1)\n" in text
    assert "Rubric item" not in text


def test_a_run_that_changed_nothing_says_so_and_a_long_list_is_cut() -> None:
    wrong: list[Verdict] = ["wrong"] * 12
    twelve = run(*wrong)
    text = change.to_change(twelve, twelve, at="12:30:00")
    assert text.startswith("12:30:00  0 of 4 points, as before\n\nStill fails (12)\n")
    assert text.endswith("  and 6 more\n")
    assert text.count("  wrong") == change.FEW


def test_where_nothing_ran_only_the_reason_is_told() -> None:
    problem = Problem("hw1.py cannot be read as Python", "invalid syntax", "hw1.py", 3, "def f(:", 7)
    text = change.to_change(run("passed"), run("raised", problem=problem), at="12:30:00")
    assert text.startswith("12:30:00\nhw1.py cannot be read as Python\n")
    assert "passes" not in text
    assert "fails" not in text


@pytest.mark.parametrize("width", [60, 120])
def test_a_change_keeps_its_width_and_a_students_text_does_nothing(width: int) -> None:
    text = change.to_change(samples.typical(), samples.hostile(), at="12:30:00", width=width)
    assert max(map(len, text.splitlines())) <= width
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)


def test_watching_shows_all_at_first_and_then_changes_since_code_last_ran(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = run("raised", problem=Problem("hw1.py cannot be read", "invalid syntax"))
    reports = [run("wrong"), broken, run("passed", score=1.0)]
    options: dict[str, Any] = {"quiet": False, "explain": None, "language": "en"}

    def saves(_: Path) -> Iterator[None]:
        yield from [None] * len(reports)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("grader.cli.watch.saves", saves)
    prechecking._watch(iter(reports).__next__, tmp_path, options)
    first, second, third, rest = capsys.readouterr().out.split("Watching for saves; stop with Ctrl-C.\n")
    assert "Rubric item" in first
    assert "hw1.py cannot be read" in second
    assert "0 points before, 1 now, of 4\n\nNow passes (1)" in third
    assert "Rubric item" not in second + third
    assert "\x1b" not in first + second + third  # only a terminal is cleared
    assert rest == ""
