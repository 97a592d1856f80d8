"""What each rule asks of outputs, and what it says when they do not satisfy it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.errors import CourseError
from grader.rules import (
    Finding,
    all_of,
    decreases,
    falls_as_far,
    falls_below,
    finite,
    has_shape,
    moments,
    within,
    within_band,
)
from grader.sandbox.reply import Value

if TYPE_CHECKING:
    from grader.rules import Rule

EVERY_RULE = [
    moments("y"),
    has_shape("y", shape=(2, 3)),
    falls_below(y=0.5),
    decreases("y"),
    finite("y"),
    within("y", 0.0, 1.0),
    all_of(finite("y"), within("y", 0.0, 1.0)),
]


def judge(rule: Rule, inputs: dict[str, Any] | None = None, **outputs: Any) -> Finding:
    values = {name: value if isinstance(value, Value) else Value(np.asarray(value)) for name, value in outputs.items()}
    return rule.judge(values, inputs or {})


def normal(*shape: int, seed: int = 5) -> Any:
    return np.random.default_rng(seed).normal(size=shape)


# Every rule


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (Value(None, "none"), "`y` is None: is a `return` missing, or was it never set?"),
        (Value(None, "object", "dict"), "`y` is a dict; an array is expected."),
        (Value(None, "ragged", "list"), "`y` is a list whose rows differ in length; an array is expected."),
        (Value(np.array(["a"])), "`y` has dtype str32; numbers are expected."),
    ],
    ids=["none", "object", "ragged", "text"],
)
def test_no_rule_is_satisfied_by_what_is_no_array(rule: Rule, value: Value, sentence: str) -> None:
    assert judge(rule, y=value) == Finding(False, sentence)


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
def test_no_rule_is_satisfied_by_what_is_missing(rule: Rule) -> None:
    assert judge(rule, other=[1.0]) == Finding(False, "`y` was not returned.")


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
def test_no_rule_is_satisfied_by_an_empty_array(rule: Rule) -> None:
    assert not judge(rule, y=np.empty(0)).ok


NUMERIC = [rule for rule in EVERY_RULE if not rule.name.startswith("shape")]


@pytest.mark.parametrize("rule", NUMERIC, ids=lambda rule: rule.name)
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_no_rule_on_values_is_satisfied_by_what_is_not_finite(rule: Rule, bad: float) -> None:
    found = judge(rule, y=[[0.9, 0.5], [bad, 0.1]])
    assert found == Finding(False, f"1 of 4 values of `y` is not finite; the first is {bad} at [1, 0].")
    assert judge(rule, y=bad).feedback == f"`y` is {bad}."


@pytest.mark.parametrize("rule", NUMERIC, ids=lambda rule: rule.name)
def test_complex_values_count_only_without_an_imaginary_part(rule: Rule) -> None:
    assert judge(rule, y=[1j, 0.5]).feedback == "`y` holds complex numbers; real ones are expected."
    assert judge(rule, y=[0.9 + 0j, 0.1]) == judge(rule, y=[0.9, 0.1])


@pytest.mark.parametrize("rule", EVERY_RULE, ids=lambda rule: rule.name)
@pytest.mark.parametrize("dtype", ["?", "i1", "u8", "f2", "g"])
def test_numbers_of_any_dtype_are_judged(rule: Rule, dtype: str) -> None:
    assert isinstance(judge(rule, y=np.array([1, 0], dtype)), Finding)
    assert isinstance(judge(rule, y=np.array([np.finfo("g").max, 0], "g")), Finding)


def test_a_name_stands_for_all_entries_of_a_list() -> None:
    outputs = {"W[0]": Value(np.zeros(3)), "W[1]": Value(np.full(3, 2.0)), "Wx": Value(None, "none")}
    assert within("W", 0.0, 2.0).judge(outputs, {}).ok
    assert within("W", 0.0, 1.0).judge(outputs, {}).feedback.startswith("3 of 3 values of `W[1]` lie outside")
    assert within("W[0]", 0.0, 1.0).judge(outputs, {}).ok


def test_a_list_is_taken_as_an_array_with_a_note() -> None:
    value = Value(np.array([1.0, 0.2]), "list", "list")
    for rule in (falls_below(y=0.5), finite("y"), has_shape("y", shape=(2,))):
        assert judge(rule, y=value) == Finding(True, notes=("`y` is a list; taken as an array.",))


def test_every_rule_has_a_name_and_a_line_for_the_handout() -> None:
    assert [rule.name for rule in EVERY_RULE][:3] == ["moments of y", "shape of y", "falling y"]
    assert moments("W").description == "W has mean 0 and standard deviation 1, within 5 standard errors."
    assert has_shape("W", from_inputs=("d0", "d1")).description == "W has shape (d0, d1)."
    assert falls_below(loss=0.35, error=0.12).description == "loss falls below 0.35 and error falls below 0.12."


# Moments


@pytest.mark.parametrize("shape", [(2,), (3, 2), (20, 30), (300, 400)])
def test_a_standard_normal_sample_has_its_moments(shape: tuple[int, ...]) -> None:
    assert all(judge(moments("W"), W=normal(*shape, seed=seed)).ok for seed in range(20))


@pytest.mark.parametrize(
    ("sample", "moment"),
    [
        (normal(20, 30) * 0.5, "standard deviation"),
        (normal(20, 30) * 2.0, "standard deviation"),
        (normal(20, 30) + 0.5, "mean"),
        (np.random.default_rng(0).uniform(size=(20, 30)), "mean"),
        (np.random.default_rng(0).uniform(-1, 1, size=(20, 30)), "standard deviation"),
        (np.zeros((20, 30)), "standard deviation"),
        (np.zeros(2), "standard deviation"),
        (np.ones((20, 30)), "mean"),
        (normal(20, 30) * 1e-4, "standard deviation"),
    ],
)
def test_another_distribution_is_found_out(sample: Any, moment: str) -> None:
    found = judge(moments("W"), W=sample)
    assert not found.ok
    assert found.feedback.startswith(f"The {moment} of `W` is ")


def test_the_sentence_names_the_interval_and_the_count() -> None:
    sentence = judge(moments("W"), W=normal(100, 100) * 2).feedback
    assert sentence.endswith("for 10000 values, 0.965 to 1.04 is expected.")


def test_other_moments_may_be_asked_for() -> None:
    assert judge(moments("W", mean=3.0, std=0.1), W=3 + 0.1 * normal(50, 50)).ok
    assert judge(moments("W", std=1 / np.sqrt(3)), W=np.random.default_rng(1).uniform(-1, 1, 2000)).ok


def test_a_single_value_has_only_a_mean() -> None:
    assert judge(moments("W"), W=[0.5]).ok
    assert not judge(moments("W"), W=[6.0]).ok


def test_huge_values_do_not_overflow() -> None:
    assert not judge(moments("W"), W=[1e308, 1e308, -1e308]).ok


def test_moments_of_a_constant_are_refused_in_a_rubric() -> None:
    with pytest.raises(CourseError, match="std must be positive"):
        moments("b", std=0.0)


# Shape


def test_a_shape_comes_from_named_inputs_or_stands_in_the_rubric() -> None:
    inputs = {"d0": 4, "d1": np.int64(3)}
    assert judge(has_shape("W", from_inputs=("d0", "d1")), inputs, W=np.ones((4, 3))).ok
    assert judge(has_shape("W", from_inputs=("d0", "d1")), inputs, W=np.ones((3, 4))) == Finding(
        False, "`W` has shape (3, 4); (4, 3) is expected."
    )
    assert judge(has_shape("J"), J=0.5).ok


def test_leading_unit_axes_are_noted_or_wrong_as_the_rule_says() -> None:
    noted = judge(has_shape("b", from_inputs=("d",)), {"d": 3}, b=np.zeros((1, 3)))
    assert noted == Finding(True, notes=("`b` has shape (1, 3) for (3,).",))
    assert not judge(has_shape("b", shape=(3,), unit_axes="fixed"), b=np.zeros((1, 3))).ok
    assert not judge(has_shape("b", shape=(3,)), b=np.zeros((3, 1))).ok


@pytest.mark.parametrize("inputs", [{}, {"d": "three"}, {"d": None}])
def test_a_shape_from_no_number_is_the_courses_fault(inputs: dict[str, Any]) -> None:
    with pytest.raises(CourseError, match="must name inputs"):
        judge(has_shape("b", from_inputs=("d",)), inputs, b=np.zeros(3))


# Curves


def test_a_curve_falls_below_its_bound_at_its_end() -> None:
    rule = falls_below(loss=0.35, error=0.12)
    assert judge(rule, loss=[2.0, 0.1, 0.3], error=[0.5, 0.2, 0.0]).ok
    assert judge(rule, loss=[2.0, 0.1, 0.36], error=[0.5, 0.2, 0.0]).feedback == (
        "`loss` ends at 0.36; below 0.35 is expected."
    )
    assert judge(rule, loss=[2.0, 0.3]).feedback == "`error` was not returned."


@pytest.mark.parametrize("curve", [[0.0, 0.0, 0.0], [0.1, 0.2], [0.1, 0.1]])
def test_a_curve_that_never_fell_is_no_result(curve: list[float]) -> None:
    found = judge(falls_below(loss=0.35), loss=curve)
    assert not found.ok
    assert found.feedback.startswith("`loss` does not fall: it begins at")


def test_a_single_number_needs_only_lie_below() -> None:
    assert judge(falls_below(loss=0.35), loss=0.3).ok
    assert not judge(falls_below(loss=0.35), loss=0.35).ok


def test_bounds_hold_for_each_curve_of_a_list_and_for_one_by_name() -> None:
    outputs = {"loss[0]": Value(np.array([1.0, 0.2])), "loss[1]": Value(np.array([1.0, 0.4]))}
    assert falls_below(loss=0.5).judge(outputs, {}).ok
    assert not falls_below(loss=0.3).judge(outputs, {}).ok
    assert falls_below(**{"loss[0]": 0.3}).judge(outputs, {}).ok


def test_a_curve_decreases_by_more_than_asked() -> None:
    assert judge(decreases("loss"), loss=[1.0, 2.0, 0.9]).ok
    assert not judge(decreases("loss"), loss=[1.0, 0.5, 1.0]).ok
    assert judge(decreases("loss", by=0.5), loss=[[1.0], [0.4]]).ok
    assert judge(decreases("loss", by=0.5), loss=[1.0, 0.6]).feedback == (
        "`loss` does not fall by more than 0.5: it begins at 1 and ends at 0.6."
    )
    assert judge(decreases("loss"), loss=1.0).feedback == "`loss` has a single value; a curve is expected."


# Ranges and combinations


def test_values_lie_within_a_closed_range() -> None:
    assert judge(within("p", 0.0, 1.0), p=[0.0, 0.5, 1.0]).ok
    assert judge(within("p", 0.0, 1.0), p=[0.0, -0.5, 2.0]).feedback == (
        "2 of 3 values of `p` lie outside 0 to 1; the first is -0.5."
    )


def test_all_outputs_named_must_be_finite() -> None:
    assert judge(finite("a", "b"), a=[1.0], b=[2]).ok
    assert judge(finite("a", "b"), a=[1.0], b=[np.nan]).feedback.startswith("1 of 1 values of `b` is not finite")


def test_all_of_reports_the_first_rule_that_does_not_hold() -> None:
    rule = all_of(has_shape("b", shape=(2,)), within("b", 0.0, 0.0))
    assert judge(rule, b=[[0.0, 0.0]]) == Finding(True, notes=("`b` has shape (1, 2) for (2,).",))
    assert judge(rule, b=[0.0, 1.0]).feedback.startswith("1 of 2 values of `b` lies outside 0 to 0")
    assert judge(rule, b=[1.0]).feedback == "`b` has shape (1,); (2,) is expected."
    assert rule.name == "shape of b and range of b"


BAND = {"y~band": np.array([[1.0, 0.5, 0.2], [1.2, 0.6, 0.2]])}  # of two seeds


@pytest.mark.parametrize(
    ("curve", "rule", "words"),
    [
        ([1.1, 0.55, 0.2], within_band("y"), ""),
        ([1.59, 0.31, 0.2], within_band("y"), ""),  # the bands are 0.2 and 0.1 wide, and widened by twice that
        ([1.7, 0.55, 0.2], within_band("y"), "`y` at 0 is 1.7; with other seeds the reference gives 0.6 to 1.6."),
        ([1.1, 0.55, 0.21], within_band("y"), "`y` at 2 is 0.21"),  # where the reference never differs
        ([1.1, 0.55], within_band("y"), "`y` has shape (2,); (3,) is expected."),
        ([9.0, 0.5, 0.3], within_band("y", last=2), ""),
        (
            [9.0, 0.5, 0.9],
            within_band("y", last=2),
            "`y` ends at 0.7; with other seeds the reference gives 0.25 to 0.5.",
        ),
        ([float("nan"), 0.5, 0.2], within_band("y"), "not finite"),
        ([1.1, 0.9, 0.59], falls_as_far("y"), ""),  # half of the way from 1.0 to 0.2
        ([0.3, 0.2, 0.0], falls_as_far("y"), ""),
        ([1.1, 0.9, 0.61], falls_as_far("y"), "`y` ends at 0.61; below 0.6 is expected: with other seeds the"),
        ([1.1, 0.9, 0.43], falls_as_far("y", share=0.25), "below 0.4 is expected"),
        ([0.1, 0.3, 0.2], falls_as_far("y"), "`y` does not fall"),
        ([1.1, 0.55], falls_as_far("y"), "`y` has shape (2,); (3,) is expected."),
    ],
)
def test_rules_on_bands_ask_for_what_other_seeds_of_the_reference_give(
    curve: list[float], rule: Rule, words: str
) -> None:
    found = judge(rule, BAND, y=curve)
    assert found.ok == (not words)
    assert words in found.feedback


def test_a_band_that_was_never_made_is_the_courses_fault() -> None:
    with pytest.raises(CourseError, match="no band"):
        judge(within_band("y"), y=[1.0])
