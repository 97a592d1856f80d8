"""Signatures name nothing by chance, raise over nothing that comes back, and cost next to nothing."""

from __future__ import annotations

import time
from typing import Any

import hypothesis.extra.numpy as hnp
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.diagnose.signatures import Observation, common, signatures
from grader.rubric import EXACT, FLOAT32, FLOAT64, ITERATED, Tolerance

Array = npt.NDArray[Any]
SHAPES = ((), (1,), (2,), (5,), (3, 1), (4, 4), (20, 5), (2, 3, 4))
TOLERANCES = st.sampled_from([FLOAT64, FLOAT32, ITERATED, EXACT])
quickly = settings(derandomize=True, max_examples=40, deadline=None, database=None)
ANY = hnp.arrays(
    st.sampled_from(["?", "i1", "u8", "i8", "f2", "f4", "f8", "c16", "g", "O", "U3"]).map(np.dtype),
    hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


def observed(rng: np.random.Generator, actual: Array, expected: Array, tolerance: Tolerance) -> Observation:
    """Return an observation among arrays of the same shape and of others."""

    def like() -> Array:
        return rng.normal(0, 1, expected.shape)

    inputs = {"x": like(), "delta": like(), "labels": np.eye(5)[rng.integers(0, 5, 20)], "lr": 0.1, "weights": [like()]}
    others = {"returned": like(), "loss": rng.normal(0, 1, 20)}
    own = {"returned": like(), "loss": rng.normal(0, 1, 20)}
    return Observation("dW", actual, expected, tolerance, inputs, others, own, (like(), like()))


def spoilt(rng: np.random.Generator, expected: Array, how: str, size: float) -> Array:
    """Return an array that is wrong by chance alone."""
    noise = size * rng.normal(0, 1, expected.shape)
    if how == "noise":
        return np.asarray(expected + noise)
    if how == "another array":
        return noise
    actual = expected.copy()
    count = {"one entry": 1, "some entries": max(1, expected.size // 3)}[how]
    actual.flat[rng.permutation(expected.size)[:count]] += size * rng.normal(0, 1, count)
    return actual


@quickly
@given(
    st.integers(0, 2**32),
    st.sampled_from(SHAPES),
    st.sampled_from(["noise", "another array", "one entry", "some entries"]),
    st.sampled_from([1e-5, 1e-2, 1.0, 1e4]),
    TOLERANCES,
)
def test_what_is_wrong_by_chance_has_no_signature(
    seed: int, shape: tuple[int, ...], how: str, size: float, tolerance: Tolerance
) -> None:
    rng = np.random.default_rng(seed)
    expected = rng.normal(0, 1, shape)
    assert common([signatures(observed(rng, spoilt(rng, expected, how, size), expected, tolerance))]) == []


@quickly
@given(st.integers(0, 2**32), st.sampled_from(["one entry", "some entries"]), st.sampled_from([2, 10]))
def test_few_whole_numbers_are_no_evidence(seed: int, how: str, classes: int) -> None:
    rng = np.random.default_rng(seed)
    expected = rng.integers(0, classes, 6)
    actual = rng.integers(0, classes, 6) if how == "some entries" else np.where(np.arange(6) == 2, classes, expected)
    inputs = {"x": rng.normal(0, 1, (6, 4)), "labels": rng.integers(0, classes, 6)}
    found = common([signatures(Observation("predictions", actual, expected, EXACT, inputs, {}, {}))])
    assert [one.id for one in found if one.family not in {"zeros", "masked", "constant"}] == []


@quickly
@given(st.tuples(ANY, ANY, ANY, ANY), TOLERANCES)
def test_nothing_that_comes_back_raises(arrays: tuple[Array, Array, Array, Array], tolerance: Tolerance) -> None:
    one, two, three, four = arrays
    inputs = {"x": three, "many": [four, one, 3, None, "f", [two]], "lr": 0.1, "n": 2, "eps": np.nan, "dW": two}
    seen = Observation("dW", one, two, tolerance, inputs, {"a": four}, {"a": one}, (three, two))
    common([signatures(seen), signatures(seen)])


@quickly
@given(hnp.arrays(np.float64, hnp.array_shapes(min_dims=0, max_dims=3, max_side=4)), TOLERANCES)
def test_an_output_that_is_right_has_no_signature(array: Array, tolerance: Tolerance) -> None:
    assert signatures(Observation("dW", array.copy(), array, tolerance, {"x": array}, {"y": array}, {})) == []


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (np.zeros((4, 4)), np.zeros((4, 4))),
        (np.full((3, 3), 2.0), np.zeros((3, 3))),
        (np.eye(3), 2 * np.eye(3) + 1),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), np.array([[1.0, 2.0], [2.0, 1.5]])),
        (np.array([6.0, 2.0]), np.array([3.0, 1.0])),
        (np.array(6.0), np.array(3.0)),
    ],
)
def test_plain_numbers_are_no_evidence(actual: Array, expected: Array) -> None:
    assert common([signatures(Observation("dW", actual, expected, FLOAT64, {"x": np.ones((2, 3))}, {}, {}))]) == []


def test_an_input_without_entries_is_no_batch() -> None:
    empty = {"x": np.zeros((0, 0)), "labels": np.zeros((0, 3))}
    assert signatures(Observation("loss", np.array(1.0), np.array(2.0), FLOAT64, empty, {}, {}))[0].id == "factor:1/2"


def test_numbers_below_the_tolerance_are_no_evidence() -> None:
    rng = np.random.default_rng(3)
    actual, expected = (1e-8 * rng.normal(0, 3, (5, 5)) for _ in range(2))
    assert common([signatures(observed(rng, actual, expected, FLOAT64))]) == []


def test_ten_thousand_entries_take_milliseconds() -> None:
    rng = np.random.default_rng(5)
    expected = rng.normal(0, 1, (200, 50))
    seen = [observed(rng, rng.normal(0, 1, (200, 50)), expected, FLOAT64) for _ in range(5)]
    took = []
    for one in seen:
        start = time.process_time()
        signatures(one)
        took.append(time.process_time() - start)
    assert min(took) < 0.02  # some 3 ms on a machine of its own
