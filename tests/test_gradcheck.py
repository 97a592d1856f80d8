"""What a gradient check sends, how it forms the central difference, and what it then accepts and says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.differences import LARGEST, Numerical, Reduce, Sweep, numerical, plan
from grader.errors import CourseError
from grader.gradcheck import GradientVerdict, judge
from grader.rubric import GRADIENT, Tolerance
from grader.sandbox.reply import Value

if TYPE_CHECKING:
    from collections.abc import Callable

H = 1e-5
RNG = np.random.default_rng(11)
X = RNG.normal(size=(3, 4))


def sigmoid(z: Any) -> Any:
    return 1 / (1 + np.exp(-z))


def difference(f: Callable[[Any], Any], x: Any, reduce: Reduce = "sum", step: float = H) -> Numerical:
    """Do what host and child do together: perturb, call, form the difference."""
    (sweep,) = plan({"x": x}, {"x": "dx"}, reduce, step)
    return numerical(sweep, np.array([f(value) for value in sweep.values]), reduce, step)


def check(analytic: Any, f: Callable[[Any], Any], x: Any = X, reduce: Reduce = "sum") -> GradientVerdict:
    return judge([("dx", Value(np.asarray(analytic)), difference(f, x, reduce))], GRADIENT)


# What is sent


def test_every_entry_is_perturbed_up_then_down_for_a_sum() -> None:
    (sweep,) = plan({"x": X}, {"x": "dx"}, "sum", H)
    assert sweep.path == "x"
    assert sweep.values.shape == (24, 3, 4)
    moved = sweep.values - X
    assert np.array_equal(np.flatnonzero(moved[5]), [5])
    assert moved[5].flat[5] == pytest.approx(H)
    assert np.array_equal(np.flatnonzero(moved[12 + 5]), [5])
    assert moved[12 + 5].flat[5] == pytest.approx(-H)


def test_an_elementwise_sweep_takes_two_copies() -> None:
    (sweep,) = plan({"x": X}, {"x": "dx"}, "elementwise", H)
    assert np.array_equal(sweep.values, [X + H, X - H])


def test_a_list_of_arrays_gives_a_sweep_for_each() -> None:
    weights = [np.ones((2, 3)), np.ones((3, 1))]
    sweeps = plan({"weights": weights, "x": X}, {"weights": "dW", "x": "dx"}, "sum", H)
    assert [sweep.path for sweep in sweeps] == ["weights[0]", "weights[1]", "x"]
    assert [sweep.values.shape for sweep in sweeps] == [(12, 2, 3), (6, 3, 1), (24, 3, 4)]


@pytest.mark.parametrize("value", [2.0, 3, [1.0, 2.0], [[1.0], [2.0]], np.array([1, 2], "f4"), np.array([1, 2])])
def test_numbers_and_lists_of_numbers_are_perturbed_in_double_precision(value: Any) -> None:
    (sweep,) = plan({"x": value}, {"x": "dx"}, "sum", H)
    assert sweep.values.dtype == np.float64
    assert sweep.values.shape[1:] == np.shape(value)


@pytest.mark.parametrize("value", ["relu", None, 1j, [[1.0], [1.0, 2.0]], [np.ones(2), "x"]])
def test_an_input_that_holds_no_real_numbers_is_the_courses_fault(value: Any) -> None:
    with pytest.raises(CourseError, match="does not hold real numbers"):
        plan({"x": value}, {"x": "dx"}, "sum", H)


def test_an_unknown_input_is_the_courses_fault() -> None:
    with pytest.raises(CourseError, match="'y', which is no input"):
        plan({"x": X}, {"y": "dy"}, "sum", H)


def test_an_input_too_large_for_a_full_check_is_the_courses_fault() -> None:
    with pytest.raises(CourseError, match="at most 2048 are affordable"):
        plan({"x": np.zeros(LARGEST + 1)}, {"x": "dx"}, "sum", H)
    assert plan({"x": np.zeros(LARGEST + 1)}, {"x": "dx"}, "elementwise", H)


# The central difference


@pytest.mark.parametrize(
    ("f", "gradient"),
    [
        (lambda x: x**2, 2 * X),
        (lambda x: np.sin(x).sum(), np.cos(X)),
        (
            lambda x: x @ np.arange(8.0).reshape(4, 2),
            np.tile(np.arange(8.0).reshape(4, 2).sum(axis=1), (3, 1)),
        ),
        (lambda x: np.log(np.exp(x).sum(axis=1)), np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)),
        (lambda x: x.sum() ** 3, np.full_like(X, 3 * X.sum() ** 2)),
    ],
)
def test_the_sum_of_any_output_is_differentiated_by_every_entry(f: Callable[[Any], Any], gradient: Any) -> None:
    assert np.allclose(difference(f, X).values, gradient, rtol=1e-7, atol=1e-8)
    assert check(gradient, f).ok


@pytest.mark.parametrize(
    ("f", "derivative"),
    [(np.tanh, 1 - np.tanh(X) ** 2), (sigmoid, sigmoid(X) * (1 - sigmoid(X))), (np.exp, np.exp(X))],
)
def test_an_elementwise_function_is_differentiated_all_at_once(f: Callable[[Any], Any], derivative: Any) -> None:
    found = difference(f, X, "elementwise")
    assert np.allclose(found.values, derivative, rtol=1e-8, atol=1e-9)
    assert np.allclose(found.values, difference(f, X, "sum").values, rtol=1e-6, atol=1e-8)


def test_a_number_is_differentiated_too() -> None:
    found = difference(lambda x: x**3, 2.0)
    assert found.values.shape == ()
    assert found.values == pytest.approx(12.0)
    assert difference(np.exp, 2.0, "elementwise").values == pytest.approx(np.exp(2.0))


def test_an_empty_input_has_an_empty_gradient() -> None:
    found = difference(np.sum, np.empty((0, 3)))
    assert found.values.shape == (0, 3)
    assert not judge([("dx", Value(np.empty((0, 3))), found)], GRADIENT).has_signal


def test_the_divisor_is_the_distance_really_made() -> None:
    x = np.array([1e6 + 0.3])  # x + h and x - h are rounded to a grid of 1e-10
    assert difference(lambda v: v, x).values == pytest.approx(1.0, rel=1e-12)
    assert abs(2 * H / ((x + H) - (x - H)) - 1)[0] > 1e-8


@pytest.mark.parametrize("dtype", ["i1", "i8", "u1", "?", "f4", "g"])
def test_forward_values_of_any_real_dtype_are_taken(dtype: str) -> None:
    sweep = Sweep("x", np.array([[H], [-H]]))
    found = numerical(sweep, np.array([[1], [0]], dtype), "sum", H)
    assert found.values == pytest.approx(1 / (2 * H))


NO_ARRAYS = "The forward pass does not give one array of numbers for every perturbed x."
NOT_FINITE = "The forward pass gives values that are not finite near x."
OVERFLOW = "The central difference by x is not finite."
OTHER_SHAPE = "The forward pass gives shape (3,) for x (3, 4); the same is expected."


@pytest.mark.parametrize(
    ("forward", "reduce", "problem"),
    [
        (np.empty(0), "sum", NO_ARRAYS),
        (np.ones(23), "sum", NO_ARRAYS),
        (np.array(1.0), "sum", NO_ARRAYS),
        (np.full(24, 1j), "sum", NO_ARRAYS),
        (np.full(24, "a"), "sum", NO_ARRAYS),
        (np.full(24, np.nan), "sum", NOT_FINITE),
        (np.full(24, np.inf), "sum", NOT_FINITE),
        (np.repeat([1e308, -1e308], 12), "sum", OVERFLOW),
        (np.ones((2, 3)), "elementwise", OTHER_SHAPE),
    ],
)
def test_forward_values_that_give_no_difference_are_said_so(forward: Any, reduce: Reduce, problem: str) -> None:
    (sweep,) = plan({"x": X}, {"x": "dx"}, reduce, H)
    found = numerical(sweep, np.asarray(forward), reduce, H)
    assert found.problem == problem
    verdict = judge([("dx", Value(X), found)], GRADIENT)
    assert (verdict.ok, verdict.has_signal, verdict.feedback) == (False, False, problem)


def test_a_leading_unit_axis_of_an_elementwise_output_does_not_matter() -> None:
    found = difference(lambda x: np.tanh(x)[None], X, "elementwise")
    assert np.allclose(found.values, 1 - np.tanh(X) ** 2)


# The verdict


def test_an_error_of_one_percent_in_a_single_entry_is_always_caught() -> None:
    right = difference(lambda x: np.tanh(x) ** 2, X)
    analytic = 2 * np.tanh(X) * (1 - np.tanh(X) ** 2)
    assert judge([("dx", Value(analytic), right)], GRADIENT).ok
    for index in np.ndindex(X.shape):
        wrong = analytic.copy()
        wrong[index] *= 1.01
        verdict = judge([("dx", Value(wrong), right)], GRADIENT)
        assert not verdict.ok
        assert verdict.mismatch is not None
        assert verdict.mismatch.count == 1
        (row,) = verdict.mismatch.gradient
        assert (row.parameter, row.index) == ("dx", index)
        assert row.relative_error == pytest.approx(0.01 / 1.01, rel=1e-3)


def test_the_sentence_tells_how_many_entries_and_the_worst() -> None:
    wrong = 2 * X
    wrong[0, 2] += 1.0
    verdict = check(wrong, lambda x: x**2)
    assert verdict.feedback.startswith(
        "1 of 12 entries of `dx` disagrees with central differences, at [0, 2]: analytic"
    )
    wrong[1, 3] = 700.0
    verdict = check(wrong, lambda x: x**2)
    assert verdict.feedback.startswith(
        "2 of 12 entries of `dx` disagree with central differences. Worst at [1, 3]: analytic 700, numerical"
    )
    assert check(-2 * X, lambda x: x**2).feedback.startswith("All 12 entries of `dx` disagree")
    assert check(1.0, lambda x: x**2, 1.0).feedback == (
        "`dx` disagrees with the central difference: analytic 1, numerical 2 (relative error 0.5)."
    )


def test_the_mismatch_holds_the_worst_rows_of_all_gradients_and_a_picture() -> None:
    right = difference(lambda x: x**2, X)
    verdict = judge(
        [
            ("dW[0]", Value(2 * X + 1), right),
            ("dW[1]", Value(2 * X), right),
            ("dW[2]", Value(2 * X + 100), right),
        ],
        GRADIENT,
    )
    mismatch = verdict.mismatch
    assert mismatch is not None
    assert (mismatch.output, mismatch.kind, mismatch.count, mismatch.size) == ("dW[0]", "gradient", 12, 12)
    assert len(mismatch.gradient) == 8
    assert {row.parameter for row in mismatch.gradient} == {"dW[2]"}
    assert np.array(mismatch.picture).shape == (3, 4)
    assert verdict.feedback.endswith(" Also wrong: `dW[2]`. Right: `dW[1]`.")


def test_many_gradients_are_not_all_named() -> None:
    right = difference(lambda x: x**2, X)
    gradients = [("dx", Value(X), right)] + [(f"db[{i}]", Value(2 * X), right) for i in range(9)]
    assert judge(gradients, GRADIENT).feedback.endswith(
        "Right: `db[0]`, `db[1]`, `db[2]`, `db[3]`, `db[4]`, `db[5]` and 3 more."
    )


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_an_analytic_gradient_that_is_not_finite_is_wrong(bad: float) -> None:
    wrong = 2 * X
    wrong[1, 1] = bad
    verdict = check(wrong, lambda x: x**2)
    assert not verdict.ok
    assert verdict.mismatch is not None
    assert verdict.mismatch.gradient[0].analytic == str(bad)
    assert verdict.mismatch.gradient[0].relative_error == "inf"
    assert f"at [1, 1]: analytic {bad}, numerical" in verdict.feedback


@pytest.mark.parametrize(
    ("value", "kind", "sentence"),
    [
        (None, "missing", "`dx` was not returned."),
        (Value(None, "none"), "type", "`dx` is None: is a `return` missing, or was it never set?"),
        (Value(X + 1j), "type", "`dx` holds complex numbers; real ones are expected."),
        (Value(X.T), "shape", "`dx` has shape (4, 3); (3, 4) is expected. It looks transposed."),
        (Value(np.empty(0)), "shape", "`dx` has shape (0,); (3, 4) is expected."),
        (
            Value(np.array(1.0)),
            "shape",
            "`dx` has shape (); (3, 4) is expected. () would broadcast against (3, 4)",
        ),
    ],
)
def test_what_is_no_gradient_is_told_as_in_any_comparison(value: Value | None, kind: str, sentence: str) -> None:
    verdict = judge([("dx", value, difference(lambda x: x**2, X))], GRADIENT)
    assert not verdict.ok
    assert verdict.mismatch is not None
    assert verdict.mismatch.kind == kind
    assert verdict.feedback.startswith(sentence)


def test_lists_and_leading_unit_axes_are_right_with_a_note() -> None:
    right = difference(lambda b: b**2, X[0])
    verdict = judge([("db", Value(2 * X[:1], "list", "list"), right)], GRADIENT)
    assert verdict.ok
    assert verdict.notes == (
        "`db` is a list; taken as an array.",
        "`db` has shape (1, 4) for (4,); the values were compared.",
    )


def test_a_constant_forward_pass_has_no_signal() -> None:
    verdict = check(np.zeros_like(X), lambda _: np.array(3.0))
    assert verdict.ok
    assert not verdict.has_signal
    assert check(2 * X, lambda x: x**2).has_signal


def test_one_gradient_with_a_signal_is_enough() -> None:
    right = difference(lambda x: x**2, X)
    none = difference(lambda _: np.array(3.0), X)
    verdict = judge([("dW[0]", Value(2 * X), right), ("dW[1]", Value(np.zeros_like(X)), none)], GRADIENT)
    assert verdict.ok
    assert verdict.has_signal


def test_nothing_to_judge_is_not_ok() -> None:
    assert not judge([], GRADIENT).ok


def test_a_kink_is_reported_as_what_it_is() -> None:
    x = np.array([[-1.0, 0.0, 2.0]])
    verdict = check([[0.0, 1.0, 1.0]], lambda v: np.maximum(v, 0), x, "elementwise")
    assert verdict.mismatch is not None
    (row,) = verdict.mismatch.gradient
    assert (row.index, row.analytic, row.numerical) == ((0, 1), 1.0, 0.5)


# Rounding


@pytest.mark.parametrize("magnitude", [1e3, 1e5])
def test_the_floor_is_the_rounding_error_of_the_difference(magnitude: float) -> None:
    found = difference(lambda x: x + magnitude, X)
    assert np.abs(found.values - 1.0).max() <= found.floor
    assert found.floor < 2 * 12 * magnitude * 2.3e-16 / H


def test_the_floor_widens_what_is_allowed() -> None:
    difference = Numerical(np.array([1.0, 2.0]), floor=1e-3)
    assert judge([("dx", Value(np.array([1.0009, 2.0])), difference)], GRADIENT).ok
    assert not judge([("dx", Value(np.array([1.0011, 2.0])), difference)], GRADIENT).ok


@pytest.mark.parametrize("constant", [1e9, 1e12, 1e15, 1e300])
def test_a_huge_constant_cannot_buy_tolerance(constant: float) -> None:
    verdict = check(np.zeros_like(X), lambda x: x**2 + constant)
    assert not verdict.ok
    assert not verdict.has_signal
    assert verdict.feedback == (
        "The forward values are so large that rounding hides their change: `dx` cannot be judged."
    )


def test_exact_agreement_is_asked_for_when_nothing_is_allowed() -> None:
    exact = Numerical(np.array([1.0, 0.0]))
    assert judge([("dx", Value(np.array([1.0, 0.0])), exact)], Tolerance(0.0, 0.0)).ok
    tiny = np.array([1.0, np.longdouble("1e-4000")])
    assert not judge([("dx", Value(tiny), exact)], Tolerance(0.0, 0.0)).ok
