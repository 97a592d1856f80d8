"""What is counted of a class, from its gradebook alone."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.batch.entries import Person
from grader.batch.gradebook import Gradebook, Handed, Result
from grader.classpage.as_json import to_json
from grader.classpage.collect import _Collected, collect
from grader.report.as_json import from_json, outline
from grader.report.as_json import to_json as report_to_json
from grader.score import Carried, CheckResult, Problem
from tests.classpage import made_class
from tests.report import report_samples

if TYPE_CHECKING:
    from pathlib import Path

    from grader.classpage.facts import Class


@pytest.fixture(scope="module")
def facts(gradebook: Path) -> Class:
    with Gradebook(gradebook, make=False) as book:
        return collect(book, made_class.SLUG)


def test_people_are_sorted_by_name_with_the_points_that_could_be_had(facts: Class) -> None:
    assert [one.key for one in facts.students][:6] == ["u07", "u10", "u01", "u09", "u02", "u03"]
    ben = facts.students[4]
    assert (ben.score, ben.most, ben.points, ben.failed, ben.late) == (
        6,
        8,
        {"shape": 2, "slope": 4, "bend": 0},
        1,
        True,
    )
    assert [one.number for one in facts.students] == list(range(1, 13))


def test_totals_leave_out_incomplete_and_unreadable_results(facts: Class) -> None:
    assert facts.totals is not None
    parts = [8, 6, 4, 6, 2, 2, 8, 2, 8, 6]
    assert facts.totals.count == len(parts)
    assert facts.totals.mean == pytest.approx(np.mean(parts) / 8)
    assert facts.totals.median == pytest.approx(6 / 8)
    assert [one.name for one in facts.of("incomplete")] == ["Ivy Fox"]
    assert [(one.name, one.score) for one in facts.of("unreadable")] == [("Jo Kim", None)]


def test_items_have_difficulty_discrimination_and_who_earned_all_or_nothing(facts: Class) -> None:
    shape, slope, bend, essay = facts.items
    slopes, bends = [4, 4, 2, 2, 0, 0, 4, 0, 4, 4], [2, 0, 0, 2, 0, 0, 2, 0, 2, 0]
    assert (shape.difficulty, shape.discrimination, shape.full, shape.none) == (1.0, "constant", 10, 0)
    assert slope.difficulty == pytest.approx(np.mean(slopes) / 4)
    assert slope.discrimination == pytest.approx(np.corrcoef(slopes, bends)[0, 1])
    assert (slope.full, slope.none) == (5, 3)
    assert bend.discrimination == pytest.approx(np.corrcoef(bends, slopes)[0, 1])
    assert (essay.count, essay.waiting, essay.difficulty) == (0, 10, None)


def test_checks_have_pass_rates_and_other_verdicts(facts: Class) -> None:
    (last,) = facts.items[2].checks
    assert (last.count, last.passed, last.verdicts) == (10, 4, {"passed": 4, "wrong": 4, "missing": 2})


def test_a_mistake_counts_once_for_a_person_and_ties_are_named_together(facts: Class) -> None:
    by_ids = {
        mistake.ids: [facts.students[number - 1].key for number in mistake.students] for mistake in facts.mistakes
    }
    assert by_ids == {
        ("half_input", "half_slope"): ["u10", "u02", "u03", "u05"],
        ("half_slope",): ["u03", "u04", "u05"],
        ("negated",): ["u05"],
    }
    assert next(iter(by_ids)) == ("half_input", "half_slope")
    assert facts.mistakes[1].checks == {"check_2": 3}
    assert facts.unexplained == 1  # what raised; what is missing is nobody's mistake


def test_what_passes_with_a_given_part_needs_no_explanation_of_its_own() -> None:
    collected = _Collected("toy", anonymous=False)
    wrong = CheckResult("value", "Value", "wrong", 0.0, 1.0)
    collected._count_mistake(1, replace(wrong, carried=Carried(("Part",), "passed", 1.0)))
    assert collected.unexplained == 0
    collected._count_mistake(1, replace(wrong, carried=Carried(("Part",), "wrong", 1.0)))
    assert collected.unexplained == 1


READING = "this is not valid Python. Python says: invalid syntax"
IMPORTING = "ValueError: x (line 2 of b.py, in <module>)"


@pytest.mark.parametrize(
    ("text", "feedback", "unrun"),
    [
        (READING, f"a.py cannot be read as Python: line 3: {READING}", 1),
        (IMPORTING, IMPORTING, 1),
        (f"{IMPORTING} The others are graded without it.", IMPORTING, 1),
        (IMPORTING, "ZeroDivisionError: division by zero (line 9 of a.py, in loss)", 0),
        (IMPORTING, "", 0),
    ],
)
def test_checks_of_code_that_could_not_be_read_or_imported_are_counted_by_themselves(
    text: str, feedback: str, unrun: int
) -> None:
    collected = _Collected("toy", anonymous=False)
    raised = CheckResult("value", "Value", "raised", 0.0, 1.0, feedback=feedback)
    collected._count_mistake(1, raised, Problem("It cannot be imported", text))
    assert (collected.unrun, collected.unexplained) == (unrun, 1 - unrun)


def test_near_misses_name_people_by_their_numbers(facts: Class) -> None:
    (near,) = facts.near
    keys = {facts.students[int(number) - 1].key for number in near.submissions}
    assert (near.check, near.passed, near.least) == ("check_3", True, 0.75)
    assert keys == {"u01", "u04", "u07", "u09", "u11"}


def test_each_member_of_a_group_counts_and_a_mistake_in_two_checks_counts_once(tmp_path: Path) -> None:
    made = made_class.CLASS[4]
    report = made_class.report(made)
    slope = report.items[1]
    twice = tuple(replace(check, diagnosis=(made_class.HALF,)) for check in slope.checks)
    report = replace(report, items=(report.items[0], replace(slope, checks=twice), *report.items[2:]))
    with Gradebook(tmp_path / "g.sqlite") as book:
        run = book.begin("toy", "s")
        people = (Person("a", "A"), Person("b", "B"))
        result = Result("graded", 0.1, report.score, 11.0, report_to_json(report), "{}")
        book.add(run, Handed(people, 1, "a+b", "c", "s"), result, "graded", "It was handed in.")
        facts = collect(book, "toy")
    assert [one.submission for one in facts.students] == ["a+b", "a+b"]
    half = next(mistake for mistake in facts.mistakes if mistake.ids == ("half_slope",))
    assert (half.students, half.checks) == ((1, 2), {"check_1": 2, "check_2": 2})
    assert {item.discrimination for item in facts.items} == {"few"}


def test_the_attempt_that_counts_can_be_chosen(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "g.sqlite") as book:
        run = book.begin("toy", "s", "latest")
        for attempt, made in enumerate((made_class.CLASS[0], made_class.CLASS[4]), start=1):
            report = made_class.report(made)
            result = Result("graded", 0.1, report.score, 11.0, report_to_json(report), "{}")
            book.add(run, Handed((Person("a"),), attempt, f"a{attempt}", "c", "s"), result, "graded", "x")
        scores = {which: collect(book, "toy", which).students[0].score for which in ("latest", "first", "best", None)}
    assert scores == {"latest": 2, "first": 8, "best": 8, None: 2}


def test_results_of_several_states_of_the_assignment_are_noticed(tmp_path: Path) -> None:
    with Gradebook(tmp_path / "g.sqlite") as book:
        for name, settings in (("a", "s"), ("b", "s"), ("c", "t")):
            run = book.begin("toy", settings)
            book.add(run, Handed((Person(name),), 1, name, "c", "x"), Result("unreadable", 0.1), "graded", "x")
        assert collect(book, "toy").versions == 2


def test_json_holds_the_same_facts(facts: Class) -> None:
    tree = json.loads(to_json(facts))
    assert tree["format"] == 1
    assert tree["items"][0]["discrimination"] is None
    assert [item["undefined"] for item in tree["items"]] == ["constant", None, None, "few"]
    assert tree["mistakes"][0]["students"] == list(facts.mistakes[0].students)
    assert tree["students"][0]["name"] == facts.students[0].name


def test_an_outline_is_the_report_without_its_arrays() -> None:
    text = report_to_json(report_samples.typical())
    whole, outline_ = from_json(text), outline(text)
    assert outline_.score == whole.score
    for item, bare in zip(whole.items, outline_.items, strict=True):
        assert bare == replace(
            item, series={}, bands={}, charts=(), checks=tuple(
                replace(check, mismatch=None, counterexample=None, cases=()) for check in item.checks
            ),
        )  # fmt: skip
