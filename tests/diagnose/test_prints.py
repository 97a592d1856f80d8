"""Prints: outputs are known again by a few numbers, within a tolerance, and not otherwise."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnose.prints import ABSENT, END, MOST, Print, of_array, of_reply, same
from grader.rubric import EXACT, FLOAT64, Tolerance
from grader.sandbox.reply import Failure, Reply, Value

RNG = np.random.default_rng(3)
ARRAYS = [RNG.normal(size=shape) for shape in ((), (1,), (7,), (4, 5), (3, 2, 6), (200, 30))]


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.shape))
def test_an_array_has_the_print_of_one_that_is_within_the_tolerance(array: np.ndarray) -> None:
    for _ in range(50):
        moved = array + RNG.uniform(-1, 1, array.shape) * (FLOAT64.atol + FLOAT64.rtol * np.abs(array))
        assert same(of_array(moved), of_array(array), FLOAT64)


@pytest.mark.parametrize("array", ARRAYS, ids=lambda array: str(array.shape))
def test_one_entry_that_is_off_by_far_makes_another_print(array: np.ndarray) -> None:
    flat = array.ravel().copy()
    flat[-1] += 1.0
    assert not same(of_array(flat.reshape(array.shape)), of_array(array), FLOAT64)


def test_leading_unit_axes_do_not_count_and_other_shapes_do() -> None:
    row = RNG.normal(size=(1, 6))
    assert same(of_array(row), of_array(row[0]), EXACT)
    assert not same(of_array(row), of_array(row.T), EXACT)
    assert not same(of_array(row.reshape(2, 3)), of_array(row.reshape(3, 2)), EXACT)


def test_the_order_of_entries_counts() -> None:
    array = RNG.normal(size=(3, 3))
    assert not same(of_array(array), of_array(array.T), Tolerance(1e-3, 1e-3))


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf, 1e308])
def test_numbers_that_nobody_computes_are_told_apart_without_a_warning(odd: float) -> None:
    one, other = np.array([1.0, odd]), np.array([odd, 1.0])
    assert same(of_array(one), of_array(one.copy()), FLOAT64)
    assert not same(of_array(one), of_array(other), FLOAT64)
    assert not same(of_array(one), of_array(np.ones(2)), FLOAT64)


def test_integers_bools_and_complex_numbers_have_prints() -> None:
    assert same(of_array(np.array([1, 2])), of_array(np.array([1.0, 2.0])), EXACT)
    assert same(of_array(np.array([True, False])), of_array(np.array([1.0, 0.0])), EXACT)
    assert not same(of_array(np.array([1 + 2j])), of_array(np.array([1.0])), FLOAT64)


def test_of_a_very_large_array_only_the_beginning_is_looked_at() -> None:
    large = np.zeros(10 * MOST)
    large[2 * MOST] = 5.0
    assert of_array(large) == of_array(np.zeros(10 * MOST))
    assert of_array(large).numbers[-1] == MOST


def test_what_is_no_array_and_how_a_call_ended_have_words() -> None:
    found = of_reply(
        Reply(
            {"a": Value(np.ones(2)), "n": Value(None, "none", "NoneType"), "o": Value(None, "object", "Layer")},
            Failure("raised", "It raised.", "ValueError", "too short"),
        )
    )
    assert found["n"] == Print("none")
    assert found["o"].tag == "object Layer"
    assert found[END].tag == "raised ValueError too short"
    assert not found["n"].is_array
    assert not same(found["n"], Print(ABSENT), FLOAT64)
