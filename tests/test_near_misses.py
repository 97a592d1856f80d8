"""Near misses: an error between half and twice what the tolerance allows is told, and what would change the verdict."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader import closeness, near
from grader.engine import judge
from grader.engine.plan import case_key, sweep_key
from grader.expected import Expected, ExpectedCase
from grader.gradcheck import plan
from grader.regrading.tables import near_misses
from grader.report.redact import for_student
from grader.rubric import EXACT, Check, Differentiates, Matches, Tolerance
from grader.sandbox.reply import Failure, Reply, Value
from grader.score import CheckResult, ItemResult, NearMiss
from tests.report.report_samples import HOSTILE, typical

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.engine.plan import Key
    from grader.score import ScoreReport, Verdict

TENTH = Tolerance(rtol=0.0, atol=0.1)
MATCHES = Matches("m", probe="p", tolerance=TENTH)


def case(name: str, **outputs: float) -> ExpectedCase:
    return ExpectedCase("p", name, "public", {}, {key: np.array([value, 0.0]) for key, value in outputs.items()})


def reply(**errors: float) -> Reply:
    return Reply({name: Value(np.array([1.0 + error, 0.0])) for name, error in errors.items()})


def found(replies: Mapping[Key, Reply], *cases: ExpectedCase, check: Check = MATCHES) -> CheckResult:
    return judge.judge(check, Expected(cases), replies)


def told(result: CheckResult) -> tuple[str, str, float] | None:
    near_one = result.near
    return None if near_one is None else (near_one.case, near_one.output, round(near_one.ratio, 5))


def miss(**errors: float) -> tuple[str, tuple[str, str, float] | None]:
    """Judge one case with outputs of 1, each with this error, where 0.1 is allowed."""
    result = found({case_key("p", "c"): reply(**errors)}, case("c", **dict.fromkeys(errors, 1.0)))
    return result.verdict, told(result)


@pytest.mark.parametrize(
    ("error", "verdict", "ratio"),
    [
        (0.0, "passed", None),
        (0.04, "passed", None),
        (0.06, "passed", 0.6),
        (0.0999, "passed", 0.999),
        (0.11, "wrong", 1.1),
        (-0.19, "wrong", 1.9),
        (0.21, "wrong", None),
        (float("nan"), "wrong", None),
        (float("inf"), "wrong", None),
    ],
)
def test_an_error_between_half_and_twice_the_tolerance_is_a_near_miss(
    error: float, verdict: str, ratio: float | None
) -> None:
    said, nearest = miss(y=error)
    assert said == verdict
    assert nearest == (None if ratio is None else ("c", "y", ratio))


def test_the_greatest_error_of_all_outputs_counts() -> None:
    assert miss(a=0.06, b=0.08, c=0.0)[1] == ("c", "b", 0.8)
    assert miss(a=0.11, b=0.15)[1] == ("c", "b", 1.5)


def test_no_tolerance_within_reach_is_told_where_another_output_is_far_off() -> None:
    assert miss(a=0.11, b=0.5) == ("wrong", None)


def test_the_greatest_error_of_all_cases_counts() -> None:
    cases = case("first", y=1.0), case("second", y=1.0)
    keys = [case_key("p", one.name) for one in cases]
    assert told(found({keys[0]: reply(y=0.06), keys[1]: reply(y=0.11)}, *cases)) == ("second", "y", 1.1)
    assert found({keys[0]: reply(y=0.06), keys[1]: reply(y=5.0)}, *cases).near is None


@pytest.mark.parametrize(
    "other",
    [
        Reply(failure=Failure("raised", "It raised.")),
        Reply({"y": Value(np.zeros(3))}),
        Reply({"y": Value(None, "none")}),
    ],
    ids=["raised", "shape", "nothing"],
)
def test_a_case_that_failed_for_something_else_than_values_has_no_tolerance_to_change(other: Reply) -> None:
    cases = case("near", y=1.0), case("other", y=1.0)
    result = found({case_key("p", "near"): reply(y=0.06), case_key("p", "other"): other}, *cases)
    assert result.verdict != "passed"
    assert result.near is None


def test_where_nothing_is_allowed_nothing_is_near() -> None:
    key, exact = case_key("p", "c"), replace(MATCHES, tolerance=EXACT)
    assert found({key: reply(y=0.0)}, case("c", y=1.0), check=exact).near is None
    assert found({key: reply(y=1e-9)}, case("c", y=1.0), check=exact).near is None


@pytest.mark.parametrize("dtype", [np.float32, np.longdouble, np.complex128])
def test_other_kinds_of_numbers_are_measured_as_well(dtype: type[np.generic]) -> None:
    value = Reply({"y": Value(np.array([1.07, 0.0]).astype(dtype))})
    result = found({case_key("p", "c"): value}, case("c", y=1.0))
    assert (result.verdict, told(result)) == ("passed", ("c", "y", 0.7))


def test_what_is_plainly_right_is_measured_by_one_expression_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.compare.measure", lambda *_: pytest.fail("measured"))
    assert miss(y=0.049) == ("passed", None)


@pytest.mark.parametrize(("factor", "near_one"), [(1.0, False), (1.00006, True), (1.00015, True), (1.001, False)])
def test_gradients_have_near_misses_too(factor: float, near_one: bool) -> None:
    check = Differentiates("d", probe="p", of="p", output="y", wrt={"x": "dx"}, reduce="elementwise",
                           tolerance=Tolerance(1e-4, 0.0))  # fmt: skip
    x = np.array([1.0, 2.0])
    known = ExpectedCase("p", "c", "public", {"x": x}, {"y": x**2, "dx": 2 * x})
    sweep = plan(known.inputs, check.wrt, check.reduce, check.step)[0]
    replies = {
        case_key("p", "c"): Reply({"y": Value(x**2), "dx": Value(2 * x * factor)}),
        sweep_key(check, "c"): Reply({"x": Value(np.asarray(sweep.values) ** 2)}),
    }
    result = found(replies, known, check=check)
    assert result.verdict == ("passed" if factor < 1.0001 else "wrong")
    assert (result.near is not None) == near_one
    assert result.near is None or result.near.output == "dx"


def test_a_check_states_its_tolerance() -> None:
    result = found({case_key("p", "c"): reply(y=0.0)}, case("c", y=1.0))
    assert (result.rtol, result.atol) == (0.0, 0.1)


def test_the_share_of_a_tolerance_is_that_share() -> None:
    one, tenth = np.ones(2), Tolerance(0.1, 0.0)
    assert closeness.plainly_close(one * 1.09, one, tenth)
    assert not closeness.plainly_close(one * 1.06, one, tenth, share=0.5)
    assert closeness.plainly_close(one * 1.04, one, tenth, share=0.5)


def a_report(name: str, ratio: float, title: str = "A check") -> ScoreReport:
    verdict: Verdict = "passed" if ratio <= 1 else "wrong"
    check = CheckResult("m", title, verdict, 0, 1, near=NearMiss("c", "y", ratio), rtol=1e-6, atol=1e-8)
    return replace(typical(), submission=name, items=(ItemResult("i", "I", 0, 1, checks=(check,)),))


def test_near_misses_of_several_reports_are_listed_by_check_with_what_would_change_the_verdict() -> None:
    passed, wrong = near.listed([a_report("ada", 0.6), a_report("bob", 0.71239), a_report("eve", 1.2341)])
    assert (passed.submissions, passed.least, passed.most, passed.factor) == (("ada", "bob"), 0.6, 0.71239, 0.712)
    assert (wrong.submissions, wrong.passed, wrong.factor) == (("eve",), False, 1.24)
    text = near_misses([passed, wrong], 3)
    assert "0.6 to 0.712" in text
    assert "tolerance x 1.24 (rtol 1.24e-06, atol 1.24e-08)" in text
    assert "ada, bob" in text


def test_the_list_of_near_misses_makes_names_harmless() -> None:
    text = near_misses(near.listed([a_report("[red]ada\x1b[2J", 0.6), a_report(HOSTILE, 0.6)]), 2)
    assert "\x1b" not in text
    assert "[red]ada" in text
    assert "No near misses in 1 report" in near_misses([], 1)


def test_students_are_told_of_no_near_miss() -> None:
    check = for_student(a_report("ada", 0.6)).items[0].checks[0]
    assert check.near is None


def test_a_case_that_was_judged_before_is_not_judged_again_and_keeps_its_near_miss() -> None:
    before: judge.Cases = {}
    cases, key = [case("c", y=1.0), case("d", y=1.0)], case_key("p", "c")
    judge.judge(MATCHES, Expected(cases[:1]), {key: reply(y=0.06)}, before)
    replies = {key: reply(y=5.0), case_key("p", "d"): reply(y=0.0)}  # the first is looked at no more
    result = judge.judge(MATCHES, Expected(cases), replies, before)
    assert (result.verdict, told(result), list(before)) == ("passed", ("c", "y", 0.6), [("m", "c"), ("m", "d")])
