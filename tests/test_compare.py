"""What the comparison accepts, what it refuses, and what it then says."""

from __future__ import annotations

import timeit
from typing import Any, Literal

import hypothesis.extra.numpy as hnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.closeness import PICTURE_CAP, measure, picture
from grader.compare import Comparison, close, compare
from grader.rubric import EXACT, FLOAT32, FLOAT64, Tolerance
from grader.sandbox.reply import Value, ValueKind

MATRIX = np.arange(12.0).reshape(3, 4)


def against(
    expected: Any,
    actual: Any,
    tolerance: Tolerance = FLOAT64,
    kind: ValueKind = "array",
    unit_axes: Literal["note", "fixed"] = "note",
) -> Comparison:
    value = Value(np.asarray(actual), kind, {"list": "list", "tensor": "torch.Tensor"}.get(kind, "numpy.matrix"))
    return compare("dW[0]", value, np.asarray(expected), tolerance, unit_axes)


def kind_of(found: Comparison) -> str:
    assert found.mismatch is not None
    assert not found.ok
    return found.mismatch.kind


# What came back


def test_an_output_that_never_came_is_missing() -> None:
    found = compare("dW[1]", None, MATRIX, FLOAT64)
    assert kind_of(found) == "missing"
    assert found.feedback == "`dW[1]` was not returned."


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (Value(None, "none", "NoneType"), "`y` is None: is a `return` missing, or was it never set?"),
        (Value(None, "object", "dict"), "`y` is a dict; an array is expected."),
        (Value(None, "object", "builtins.method"), "`y` is a method; are its parentheses missing?"),
        (Value(None, "ragged", "list"), "`y` is a list whose rows differ in length; an array is expected."),
        (Value(None, "large"), "`y` is too large to be right; is its shape as expected?"),
        (Value(np.array(["0.5"])), "`y` has dtype str96; numbers are expected."),
        (Value(np.array([None])), "`y` has dtype object; numbers are expected."),
    ],
)
def test_what_is_no_array_of_numbers_is_of_the_wrong_type(value: Value, sentence: str) -> None:
    found = compare("y", value, MATRIX, FLOAT64)
    assert kind_of(found) == "type"
    assert found.feedback == sentence


def test_a_strangers_type_name_is_cut_short_and_made_printable() -> None:
    found = compare("y", Value(None, "object", "\x1b[31m{0}" + "x" * 500), MATRIX, FLOAT64)
    assert "\x1b" not in found.feedback
    assert len(found.feedback) < 120


@pytest.mark.parametrize(
    ("kind", "note"),
    [
        ("list", "`dW[0]` is a list; taken as an array."),
        ("subclass", "`dW[0]` is a numpy.matrix; taken as an array."),
    ],
)
def test_lists_and_subclasses_are_taken_as_arrays_and_noted(kind: ValueKind, note: str) -> None:
    assert against(MATRIX, MATRIX, kind=kind) == Comparison(True, notes=(note,))
    assert against(MATRIX, MATRIX + 1, kind=kind).notes == (note,)


def test_a_tensor_is_taken_as_an_array_without_a_word() -> None:
    assert against(MATRIX, MATRIX, kind="tensor") == Comparison(True)


def test_a_list_of_python_integers_needs_no_note_on_its_dtype() -> None:
    assert len(against([0.0, 1.0], [0, 1], kind="list").notes) == 1


def test_a_number_is_right_where_a_number_is_expected() -> None:
    assert against(0.5, 0.5, kind="scalar") == Comparison(True)


# Shape


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ((1, 4), (4,)),
        ((4,), (1, 4)),
        ((1, 1, 4), (1, 4)),
        ((), (1,)),
        ((), (1, 1)),
        ((1, 1), ()),
        ((1, 0), (0,)),
    ],
)
def test_leading_unit_axes_are_noted_or_wrong_as_the_rubric_says(
    actual: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    noted = against(np.ones(expected), np.ones(actual))
    assert noted.ok
    assert noted.notes == (f"`dW[0]` has shape {actual} for {expected}; the values were compared.",)
    fixed = against(np.ones(expected), np.ones(actual), unit_axes="fixed")
    assert kind_of(fixed) == "shape"
    assert "Leading axes of length one count here." in fixed.feedback


def test_values_are_still_compared_when_unit_axes_differ() -> None:
    found = against([0.0, 1.0], [[0.0, 2.0]])
    assert kind_of(found) == "values"
    assert found.mismatch is not None
    assert found.mismatch.first is not None
    assert found.mismatch.first.index == (1,)


@pytest.mark.parametrize(
    ("actual", "expected", "hint"),
    [
        ((4, 3), (3, 4), " It looks transposed."),
        ((4, 1), (1, 4), " It looks transposed."),
        ((4, 1), (4,), " (4, 1) would broadcast against (4,); it is not the same."),
        ((), (4,), " () would broadcast against (4,); it is not the same."),
        ((3, 1), (3, 4), " (3, 1) would broadcast against (3, 4); it is not the same."),
        ((5,), (4,), ""),
        ((0,), (4,), ""),
        ((12,), (3, 4), ""),
    ],
)
def test_another_shape_is_wrong_and_both_are_named(
    actual: tuple[int, ...], expected: tuple[int, ...], hint: str
) -> None:
    found = against(np.ones(expected), np.ones(actual))
    assert kind_of(found) == "shape"
    assert found.feedback == f"`dW[0]` has shape {actual}; {expected} is expected.{hint}"
    assert found.mismatch is not None
    assert (found.mismatch.actual_shape, found.mismatch.expected_shape) == (actual, expected)


def test_nothing_broadcasts_even_when_all_values_are_equal() -> None:
    assert not against(np.zeros((3, 4)), np.zeros(4)).ok
    assert not against(np.zeros((3, 4)), 0.0).ok


def test_empty_arrays_are_equal_when_their_shapes_are() -> None:
    assert against(np.empty((0, 3)), np.empty((0, 3))).ok
    assert against(np.empty((0, 3), int), np.empty((0, 3))).ok
    assert not against(np.empty((0, 3)), np.empty((3, 0))).ok


# Dtype


@pytest.mark.parametrize("dtype", ["int8", "int64", "uint8", "uint64", "bool"])
def test_integers_and_booleans_are_right_by_value_with_a_note(dtype: str) -> None:
    found = against([0.0, 1.0], np.array([0, 1], dtype))
    assert found.ok
    assert found.notes == (f"`dW[0]` has dtype {dtype} for float64; the values were compared.",)
    assert kind_of(against([0.0, 0.5], np.array([0, 0], dtype))) == "values"


@pytest.mark.parametrize("dtype", ["float16", "float32"])
def test_less_precision_is_noted_and_judged_by_the_tolerance(dtype: str) -> None:
    found = against([0.5, 0.1], np.array([0.5, 0.1], dtype), Tolerance(1e-3, 0.0))
    assert found.ok
    assert found.notes == (f"`dW[0]` has dtype {dtype} for float64; the values were compared.",)
    assert not against([0.5, 0.1], np.array([0.5, 0.1], dtype), Tolerance(1e-9, 0.0)).ok


def test_more_precision_needs_no_note() -> None:
    assert against(np.array([0.1], "f4"), np.array([0.1]), FLOAT32) == Comparison(True)
    assert against(np.array([0.1]), np.array([0.1], "g"), FLOAT64) == Comparison(True)


def test_a_difference_that_only_a_long_double_holds_is_seen() -> None:
    one_more = np.longdouble(1) + np.finfo(np.longdouble).eps
    found = against([1.0], np.array([one_more]), EXACT)
    assert kind_of(found) == "values"
    assert "actual 1.0, expected" not in found.feedback


def test_unsigned_integers_do_not_wrap_around() -> None:
    found = against(np.array([2, 2], "u1"), np.array([2, 1], "u1"), EXACT)
    assert "actual 1, expected 2 (off by 1, allowed 0)" in found.feedback
    assert not against(np.array([0], "u1"), np.array([255], "u1"), Tolerance(0, 2)).ok


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.int64(2**53 + 1), np.int64(2**53)),
        (np.int64(2**63 - 1), np.uint64(2**63)),
        (np.int64(-(2**63)), np.int64(2**63 - 1)),
        (np.int64(2**53 + 1), np.float64(2**53)),
    ],
)
def test_great_integers_are_compared_exactly(actual: Any, expected: Any) -> None:
    assert not against(expected, actual, EXACT).ok
    assert against(expected, expected, EXACT).ok


def test_booleans_are_compared_as_numbers() -> None:
    assert against([True, False], [True, False], EXACT).ok
    assert "actual True, expected False" in against([True, False], [True, True], EXACT).feedback


def test_complex_for_real_is_right_only_without_an_imaginary_part() -> None:
    found = against([1.0, 2.0], [1 + 0j, 2 - 0j])
    assert found.ok
    assert found.notes == ("`dW[0]` is complex with imaginary parts of zero; the real parts were compared.",)
    for imaginary in (1e-300, np.nan, np.inf):
        assert kind_of(against([1.0, 2.0], [1, complex(2, imaginary)])) == "type"


def test_complex_values_are_compared_by_modulus_of_the_difference() -> None:
    assert against([3 + 4j], [3 + 4j]).ok
    assert against([3 + 4j], [3 + 4.5j], Tolerance(0.1, 0)).ok
    assert "actual 3+5j, expected 3+4j (off by 1," in against([3 + 4j], [3 + 5j]).feedback
    assert against([1 + 0j], [1.0]).ok


# Values that are not finite


def test_nan_and_inf_are_counted_and_the_first_is_placed() -> None:
    found = against([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[1.0, 2.0, np.nan], [np.inf, np.nan, 9.0]])
    assert kind_of(found) == "nonfinite"
    assert found.feedback == (
        "3 of 6 values in `dW[0]` are not finite (2 NaN, 1 inf). First at [0, 2]: actual nan, expected 3."
    )
    assert found.mismatch is not None
    assert found.mismatch.count == 3
    assert found.mismatch.first is not None
    assert (found.mismatch.first.actual, found.mismatch.first.error) == ("nan", "inf")


def test_expected_values_that_are_not_finite_must_be_met_exactly() -> None:
    expected = [np.nan, np.inf, -np.inf]
    assert against(expected, expected).ok
    for i, wrong in ((0, 1.0), (0, np.inf), (1, -np.inf), (1, 1e308), (1, np.nan), (2, 0.0)):
        actual = list(expected)
        actual[i] = wrong
        assert kind_of(against(expected, actual, Tolerance(10.0, 10.0))) == "nonfinite"


def test_a_finite_value_where_inf_is_expected_is_said_so() -> None:
    assert against([1.0, np.inf], [1.0, 2.0]).feedback == (
        "1 of 2 values in `dW[0]` is finite and should not be. First at [1]: actual 2, expected inf."
    )


def test_complex_values_must_be_not_finite_in_the_same_part() -> None:
    assert against([complex(np.nan, 1)], [complex(np.nan, 1)]).ok
    assert kind_of(against([complex(np.nan, 1)], [complex(1, np.nan)])) == "nonfinite"


def test_a_single_nan_reads_plainly() -> None:
    assert against(0.5, np.nan).feedback == "`dW[0]`: actual nan, expected 0.5."


# Values


def test_first_and_worst_are_told_with_both_values_and_what_was_allowed() -> None:
    expected = np.full((3, 4), 0.25)
    actual = expected.copy()
    actual[0, 2], actual[1, 3], actual[2, 0] = 0.125, 7.0, 0.26
    found = against(expected, actual, Tolerance(0.0, 1e-8))
    assert found.feedback == (
        "3 of 12 values differ in `dW[0]`. First at [0, 2]: actual 0.125, expected 0.25. "
        "Worst at [1, 3]: actual 7, expected 0.25 (off by 6.75, allowed 1e-08)."
    )
    mismatch = found.mismatch
    assert mismatch is not None
    assert mismatch.first is not None
    assert mismatch.worst is not None
    assert (mismatch.output, mismatch.kind, mismatch.count, mismatch.size) == ("dW[0]", "values", 3, 12)
    assert (mismatch.first.index, mismatch.worst.index) == ((0, 2), (1, 3))
    assert (mismatch.worst.actual, mismatch.worst.expected, mismatch.worst.error) == (7.0, 0.25, 6.75)
    assert (mismatch.rtol, mismatch.atol) == (0.0, 1e-8)


@pytest.mark.parametrize(
    ("actual", "sentence"),
    [
        (
            [1.0, 2.0, 4.0],
            "1 of 3 values differs in `dW[0]`, at [2]: actual 4, expected 3 (off by 1, allowed 0).",
        ),
        (
            [5.0, 2.0, 4.0],
            ("2 of 3 values differ in `dW[0]`. First and worst at [0]: actual 5, expected 1 (off by 4, allowed 0)."),
        ),
        (
            [0.0, 0.0, 0.0],
            (
                "All 3 values differ in `dW[0]`. First at [0]: actual 0, expected 1. "
                "Worst at [2]: actual 0, expected 3 (off by 3, allowed 0)."
            ),
        ),
    ],
)
def test_the_sentence_fits_the_count(actual: list[float], sentence: str) -> None:
    assert against([1.0, 2.0, 3.0], actual, EXACT).feedback == sentence


def test_numbers_are_written_with_enough_digits_to_look_different() -> None:
    found = against(1.0, 1.0000002, EXACT)
    assert found.feedback == "`dW[0]`: actual 1.0000002, expected 1 (off by 2e-07, allowed 0)."
    found = against(0.1, 0.1 + 1.1e-8, Tolerance(0.0, 1.0999e-8))
    assert "(off by 1.1e-08, allowed 1.0999e-08)" in found.feedback


def test_negative_zero_equals_zero() -> None:
    assert against([0.0, -0.0], [-0.0, 0.0], EXACT) == Comparison(True)


def test_the_tolerance_belongs_to_the_expected_value() -> None:
    assert against(11.0, 10.0, Tolerance(0.1, 0.0)).ok
    assert not against(10.0, 11.1, Tolerance(0.1, 0.0)).ok


def test_great_values_neither_overflow_nor_warn() -> None:
    assert against([1e308], [1e308], EXACT).ok
    assert not against([-1e308], [1e308]).ok
    assert not against([-1.7e308], [1.7e308], Tolerance(1.9, 0.0)).ok
    assert against([-1.7e308], [1.7e308], Tolerance(2.1, 0.0)).ok
    assert against([complex(1.7e308, 1.7e308)], [complex(1.7e308, 1.7e308)]).ok
    assert not against([complex(1.7e308, 1.7e308)], [complex(1.7e308, -1.7e308)]).ok
    assert against(np.array([np.longdouble("1e4000")]), np.array([np.longdouble("1e4000")])).ok
    assert kind_of(against([1.0], np.array([np.longdouble("1e4000")]))) == "values"


# The picture


def test_the_picture_shows_error_over_allowed() -> None:
    found = against(np.zeros((2, 3)), [[0, 0, 0], [0, 2e-8, 0]])
    assert found.mismatch is not None
    assert found.mismatch.picture == ((0.0, 0.0, 0.0), (0.0, 2.0, 0.0))


@pytest.mark.parametrize(
    ("shape", "grid"),
    [
        ((), (1, 1)),
        ((5,), (1, 5)),
        ((7, 1), (7, 1)),
        ((100, 33), (24, 32)),
        ((6, 2, 3), (2, 3)),
        ((999,), (1, 32)),
    ],
)
def test_the_picture_has_at_most_24_rows_of_32(shape: tuple[int, ...], grid: tuple[int, int]) -> None:
    ratio = np.zeros(int(np.prod(shape)))
    ratio[-1] = 3.0
    drawn = np.array(picture(ratio, shape))
    assert drawn.shape == grid
    assert drawn[-1, -1] == 3.0
    assert drawn.sum() == 3.0


def test_every_entry_shows_in_the_block_that_holds_it() -> None:
    for entry in range(0, 50 * 70, 97):
        ratio = np.zeros(50 * 70)
        ratio[entry] = 2.0
        assert np.array(picture(ratio, (50, 70))).max() == 2.0


def test_the_picture_is_finite_whatever_the_error() -> None:
    drawn = against([0.0, 0.0, 0.0], [np.nan, np.inf, 1.0], EXACT).mismatch
    assert drawn is not None
    assert drawn.picture == ((PICTURE_CAP, PICTURE_CAP, PICTURE_CAP),)
    assert picture(np.empty(0), (0, 3)) is None


# Properties

floats = st.floats(-1e150, 1e150)
pairs = hnp.array_shapes(max_dims=3, max_side=4).flatmap(
    lambda shape: st.tuples(hnp.arrays(float, shape, elements=floats), hnp.arrays(float, shape, elements=floats))
)
near = st.tuples(pairs, st.sampled_from([0.0, 1e-9, 1e-6, 1.0])).map(lambda t: (t[0][1] * (1 + t[1]), t[0][1]))
tolerances = st.builds(Tolerance, st.sampled_from([0.0, 1e-9, 1e-6, 0.5]), st.sampled_from([0.0, 1e-8, 1.0]))


@settings(deadline=None)
@given(pairs | near, tolerances)
def test_finite_values_are_close_as_numpy_says(pair: tuple[Any, Any], tolerance: Tolerance) -> None:
    actual, expected = pair
    theirs = np.isclose(actual, expected, tolerance.rtol, tolerance.atol)
    assert np.array_equal(close(actual, expected, tolerance), theirs)
    assert compare("y", Value(actual), expected, tolerance).ok == theirs.all()
    assert np.array_equal(~measure(actual, expected, tolerance).bad, theirs.ravel())


@settings(deadline=None)
@given(pairs | near, tolerances, st.randoms(use_true_random=False))
def test_the_order_of_entries_does_not_matter(pair: tuple[Any, Any], tolerance: Tolerance, random: Any) -> None:
    actual, expected = (array.ravel() for array in pair)
    order = random.sample(range(actual.size), actual.size)
    here, there = against(expected, actual, tolerance), against(expected[order], actual[order], tolerance)
    assert here.ok == there.ok
    if here.mismatch and there.mismatch and here.mismatch.worst and there.mismatch.worst:
        assert here.mismatch.count == there.mismatch.count
        assert here.mismatch.worst.error == there.mismatch.worst.error


@settings(deadline=None)
@given(pairs, tolerances)
def test_the_worst_really_is_the_worst(pair: tuple[Any, Any], tolerance: Tolerance) -> None:
    actual, expected = pair
    found = against(expected, actual, tolerance)
    if found.mismatch is None or found.mismatch.worst is None:
        return
    error = np.abs(actual - expected)
    with np.errstate(all="ignore"):
        ratio = error / (tolerance.atol + tolerance.rtol * np.abs(expected))
    worst = found.mismatch.worst
    assert ratio[worst.index] == ratio[error > 0].max()
    assert worst.error == error[worst.index]


anything = hnp.arrays(
    st.sampled_from(["?", "i1", "u1", "i8", "u8", "f2", "f4", "f8", ">f8", "g", "c8", "c16"]).map(np.dtype),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=3),
)


@settings(deadline=None)
@given(anything, anything, tolerances)
def test_no_numbers_make_it_raise_or_warn(actual: Any, expected: Any, tolerance: Tolerance) -> None:
    found = compare("y", Value(actual), expected, tolerance)
    assert found.ok == (found.mismatch is None) == (found.feedback == "")
    assert compare("y", Value(expected), expected, tolerance).ok


# Speed


def test_equal_small_arrays_are_compared_in_microseconds() -> None:
    value = Value(MATRIX + 1e-12)
    seconds = min(timeit.repeat(lambda: compare("y", value, MATRIX, FLOAT64), number=200, repeat=5)) / 200
    assert seconds < 100e-6  # some 5 us on a quiet machine
