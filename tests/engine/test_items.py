"""pytest as the engine: a submission begins once, each check has one result in the record, and a fault is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from grader.engine import items, judge
from grader.engine.run import _results
from grader.rubric import Matches

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from grader.rubric import Check
    from grader.score import CheckResult


@dataclass
class Subject:
    """A submission that notes what is asked of it."""

    name: str = "ana"
    checks: Sequence[Check] = tuple(Matches(name, probe="p") for name in ("one", "two", "three"))
    fault: Exception | None = None
    log: list[str] = field(default_factory=list)

    def start(self, selected: Sequence[Check]) -> None:
        self.log.append(f"start {' '.join(check.id for check in selected)}")
        if self.fault:
            raise self.fault

    def judge(self, check: Check) -> CheckResult:
        self.log.append(check.id)
        if check.id == "two":
            raise ZeroDivisionError("by nothing")
        return judge.result(check, "passed" if check.id == "one" else "wrong", "It is not so.")

    def stop(self) -> None:
        self.log.append("stop")


@pytest.fixture
def rubric(tmp_path: Path) -> Path:
    path = tmp_path / "rubric.py"
    path.touch()
    return path


def told(record: dict[str, Any]) -> dict[str, tuple[str, str]]:
    return {name: (one.verdict, one.feedback) for name, one in _results(record)["0"].items()}


def test_a_submission_begins_with_its_first_check_and_ends_with_its_last_before_the_next_begins(rubric: Path) -> None:
    log: list[str] = []
    items.run(rubric, [Subject("ana", log=log), Subject("ben", log=log)])
    assert log == ["start one two three", "one", "two", "three", "stop"] * 2


def test_a_fault_of_ours_is_told_where_it_is_and_costs_no_other_check(rubric: Path) -> None:
    assert told(items.run(rubric, [Subject()])) == {
        "one": ("passed", "It is not so."),
        "two": ("grader_error", "The grader failed here: ZeroDivisionError: by nothing"),
        "three": ("wrong", "It is not so."),
    }


def test_what_keeps_a_submission_from_being_run_is_the_result_of_each_check_and_it_is_tried_once(rubric: Path) -> None:
    subject = Subject(fault=OSError("no room"))
    found = told(items.run(rubric, [subject]))
    assert set(found.values()) == {("grader_error", "The grader failed here: OSError: no room")}
    assert subject.log == ["start one two three", "stop"]


def test_a_selection_begins_with_what_is_selected(rubric: Path) -> None:
    subject = Subject()
    assert set(told(items.run(rubric, [subject], ["-k", "three"]))) == {"three"}
    assert subject.log == ["start three", "three", "stop"]
