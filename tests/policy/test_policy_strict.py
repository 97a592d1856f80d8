"""What form and time cost, by the numbers of a policy that a course really has: 5 %, 20 %, 24 hours, 20 %."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from grader import deductions
from grader.clock import Times
from grader.rubric import Late, Policy
from tests.policy.samples_of_policy import DUE, RIGHT, RUBRIC, STRICT, given, items, late, reasons, results, settle

if TYPE_CHECKING:
    from grader.handed import HandedIn


def test_what_was_asked_for_costs_nothing() -> None:
    assert (settle().left, settle().most, settle().penalties, settle().adjustments) == (100.0, 100.0, [], [])


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        (given(files=(*RIGHT.files, "test1.py")), "-5 %: the zip holds test1.py."),
        (given(archive="homework1.zip"), "-5 %: the archive is called homework1.zip."),
        (given(archive="abc123.tar.gz"), "-5 %: the archive is called abc123.tar.gz."),
        (given(archive="abc123.zip.exe"), "-5 %: the archive is called abc123.zip.exe."),
        (given(files=("mlp.py",)), "-5 %: theory.pdf was not handed in."),
        (
            given(files=("mlp.py", "answers.pdf")),
            "-5 %: theory.pdf was not handed in (there is answers.pdf); the zip holds answers.pdf.",
        ),
        (given(files=("mlp.py", "Theory.PDF")), "-5 %: theory.pdf is called Theory.PDF."),
        (
            given(files=("net.py", "theory.pdf"), taken={"mlp.py": "net.py"}),
            "-5 %: mlp.py is called net.py.",
        ),
        (
            given(files=(*RIGHT.files, *(f"test{n}.py" for n in range(9))), archive="Homework.zip"),
            "-5 %: the archive is called Homework.zip; the zip holds test0.py, test1.py, test2.py and 6 more.",
        ),
    ],
)
def test_the_wrong_format_costs_5_percent_once_and_says_all_that_is_wrong(handed: HandedIn, said: str) -> None:
    assert settle(handed).left == 95.0
    assert reasons(settle(handed)) == [said]


def test_a_folder_has_no_archive_name_that_could_be_wrong_and_the_report_says_so() -> None:
    folder = given(archive="")
    assert settle(folder).left == 100.0
    assert "The archive's name was not looked at: what was graded is a folder." in deductions.notes(RUBRIC, folder)


def test_files_under_an_adapter_are_not_held_against_their_names() -> None:
    adapted = given(files=("net.py", "theory.pdf"), taken={"mlp.py": "mlp.py"}, adapted=True)
    assert settle(adapted).left == 100.0


@pytest.mark.parametrize(
    ("hours", "left"), [(-500, 100), (0, 100), (1 / 3600, 80), (3.5, 80), (24, 80), (24 + 1 / 3600, 0), (9999, 0)]
)
def test_late_within_24_hours_costs_20_percent_and_later_nothing_is_accepted(hours: float, left: float) -> None:
    assert settle(given(times=late(hours))).left == left


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0.005, "-20 %: it came 18 s after the due date."),
        (3 + 1 / 3, "-20 %: it came 3 h 20 min after the due date."),
        (24, "-20 %: it came 24 h after the due date."),
        (
            24 + 1 / 3600,
            "Not accepted: it came 24 h 1 min after the due date, and after 24 h nothing is accepted.",
        ),
    ],
)
def test_the_line_says_how_late_it_came(hours: float, said: str) -> None:
    assert reasons(settle(given(times=late(hours)))) == [said]


def test_code_that_cannot_be_executed_costs_20_percent() -> None:
    ledger = settle(given(ran=False), code="raised")
    assert ledger.left == 30.0
    assert reasons(ledger) == ["-20 %: the code cannot be executed."]


def test_percentages_are_of_the_whole_maximum_and_never_leave_less_than_nothing() -> None:
    ledger = settle(given(ran=False, archive="x.zip", times=late(5)), theory=30, code="raised")
    assert [step.points for step in ledger.penalties] == [-5.0, -20.0, -5.0]
    assert ledger.left == 0.0


def test_the_penalty_of_a_broken_rule_comes_first() -> None:
    ledger = settle(given(archive="x.zip", times=late(5)), rules="wrong")
    assert [step.id for step in ledger.penalties] == ["no_autograd", "policy:format", "policy:late"]
    assert ledger.left == 25.0


def test_the_order_is_the_documented_one() -> None:
    policy = replace(STRICT, missing={"theory.pdf": 0.1}, capped=True, rounding=5)
    handed = given(files=("mlp.py", "x.py"), ran=False, times=late(1))
    ledger = settle(handed, policy, rules="wrong", theory=50.0)
    order = ["no_autograd", "policy:missing", "policy:format", "policy:cannot_run", "policy:late"]
    assert [step.id for step in ledger.penalties] == order


def test_fractions_may_be_of_what_is_left_and_then_say_so() -> None:
    ledger = settle(given(archive="x.zip", times=late(5)), replace(STRICT, of="earned"))
    assert [step.points for step in ledger.penalties] == [-5.0, -19.0]
    assert reasons(ledger)[1] == "-20 % of what was left: it came 5 h after the due date."


def test_a_required_file_may_have_a_price_of_its_own() -> None:
    policy = Policy(missing={"theory.pdf": 0.1})
    assert reasons(settle(given(files=("mlp.py",)), policy)) == ["-10 %: theory.pdf was not handed in."]
    assert settle(policy=policy).left == 100.0


def test_a_required_file_without_a_price_is_only_noted() -> None:
    rubric = replace(RUBRIC, policy=Policy())
    assert list(deductions.notes(rubric, RIGHT)) == ["theory.pdf was handed in."]
    there = "theory.pdf was handed in, as work/Theory.PDF."
    assert list(deductions.notes(rubric, given(files=("mlp.py", "work/Theory.PDF")))) == [there]
    absent = "theory.pdf was not handed in. Nothing is taken for that here."
    assert list(deductions.notes(rubric, given(files=("mlp.py",)))) == [absent]
    assert settle(given(files=("mlp.py",)), Policy()).left == 100.0


@pytest.mark.parametrize("policy", [STRICT, Policy(missing={"theory.pdf": 0.1}), Policy(exactly=True)])
def test_the_absence_of_a_required_file_is_told_once(policy: Policy) -> None:
    handed = given(files=("mlp.py",))
    told = [*reasons(settle(handed, policy)), *deductions.notes(replace(RUBRIC, policy=policy), handed)]
    assert sum("theory.pdf was not handed in" in line for line in told) == 1
    early = deductions.notes(replace(RUBRIC, policy=policy), handed, precheck=True)
    assert list(early) == ["theory.pdf was not handed in."]


@pytest.mark.parametrize(
    ("times", "said"),
    [
        (Times(), "Nobody said when it came (--submitted-at tells it), so nothing was taken for lateness."),
        (Times(DUE), "Nobody said when it came (--submitted-at tells it), so nothing was taken for lateness."),
        (
            Times(None, DUE),
            "Nobody said when it was due (--due tells it, or the rubric's policy), so nothing was taken for lateness.",
        ),
        (late(0), "It came in time."),
    ],
)
def test_without_both_times_nothing_is_taken_for_lateness_and_the_report_says_so(times: Times, said: str) -> None:
    handed = given(times=times)
    assert settle(handed).left == 100.0
    assert said in deductions.notes(RUBRIC, handed)


def test_without_steps_lateness_is_only_noted() -> None:
    handed = given(times=late(48))
    assert settle(handed, Policy()).left == 100.0
    noted = deductions.notes(replace(RUBRIC, policy=Policy()), handed)
    assert "It came 48 h after the due date, which costs nothing." in noted


def test_an_assignment_without_a_policy_says_nothing_of_time() -> None:
    said = list(deductions.notes(replace(RUBRIC, policy=Policy(), files=("mlp.py",)), RIGHT))
    assert said == []


@pytest.mark.parametrize(
    ("hours", "left"), [(0.2, 100), (0.25, 100), (1, 90), (24, 90), (25, 75), (72, 75), (99999, 50)]
)
def test_steps_of_lateness_begin_with_a_grace_and_may_never_end(hours: float, left: float) -> None:
    steps = (Late(0.25, 0), Late(24, 0.1), Late(72, 0.25), Late(math.inf, 0.5))
    assert settle(given(times=late(hours)), Policy(late=steps)).left == left


@pytest.mark.parametrize(
    ("theory", "unit", "left"), [(1.24, 0.5, 51), (1.25, 0.5, 51.5), (1.75, 0.5, 52), (1.05, 0.1, 51.1), (1.5, 1, 52)]
)
def test_the_score_is_rounded_last_with_halves_up(theory: float, unit: float, left: float) -> None:
    ledger = settle(theory=theory, policy=Policy(rounding=unit))
    assert ledger.left == left
    assert [step.id for step in ledger.adjustments] == (["policy:rounding"] if left != 50 + theory else [])


def with_extra(policy: Policy, extra: float) -> Any:
    rubric = replace(RUBRIC, policy=policy)
    bonus = replace(items()[0], id="bonus", points=extra, max_points=10.0, extra=True)
    return deductions.settle(rubric, (*items(), bonus), results(), given(times=late(1)))


def test_extra_credit_counts_beyond_the_maximum_unless_it_is_capped_before_penalties() -> None:
    free, capped = with_extra(STRICT, 8.0), with_extra(replace(STRICT, capped=True), 8.0)
    assert (free.most, free.left) == (100.0, 88.0)
    assert (capped.most, capped.left) == (100.0, 80.0)
    assert [(step.id, step.points) for step in capped.adjustments] == [("policy:extra_credit", -8.0)]


def test_a_run_of_some_checks_looks_at_rules_only() -> None:
    ledger = deductions.settle(RUBRIC, items(), results(rules="wrong"), None)
    assert [step.id for step in ledger.penalties] == ["no_autograd"]
