"""The figures of a class page, against numbers worked out by hand and against NumPy."""

from __future__ import annotations

import math
from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.classpage.statistics import (
    BINS,
    bin_of,
    correlation,
    difficulty,
    discrimination,
    distribution,
    quantile,
)

PARTS = st.lists(st.sampled_from([0.0, 0.1, 0.25, 0.3, 0.5, 0.7, 0.75, 1.0]), min_size=1, max_size=40)


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [
        ([3], 0.25, 3),
        ([1, 2], 0.5, 1.5),
        ([1, 2, 3, 4], 0.25, 1.75),
        ([1, 2, 3, 4], 0.5, 2.5),
        ([1, 2, 3, 4, 5], 0.75, 4),
        ([0, 0, 0, 10], 0.75, 2.5),
        ([1, 9], 1, 9),
    ],
)
def test_a_quantile_lies_on_the_line_between_its_neighbours(values: list[float], share: float, expected: float) -> None:
    assert quantile(values, share) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("part", "place"), [(0, 0), (0.049, 0), (0.05, 1), (0.15, 3), (0.35, 7), (0.7, 14), (0.95, 19), (1, 19), (-0.1, 0)]
)
def test_a_bin_has_its_lower_edge_and_the_last_one_the_full_score(part: float, place: int) -> None:
    assert bin_of(part) == place


def test_a_distribution_counts_everybody_once_and_extra_credit_apart() -> None:
    found = distribution([0.0, 0.5, 0.52, 1.0, 1.1])
    assert found is not None
    assert (found.count, found.low, found.median, found.high, found.over) == (5, 0.0, 0.52, 1.1, 1)
    assert {place: count for place, count in enumerate(found.bins) if count} == {0: 1, 10: 2, 19: 1}
    assert found.mean == pytest.approx(0.624)
    assert (found.quarter, found.three_quarters) == (0.5, 1.0)


def test_nobody_has_no_distribution_and_no_difficulty() -> None:
    assert distribution([]) is None
    assert difficulty([]) is None


def test_difficulty_is_the_mean_part() -> None:
    assert difficulty([1.0, 0.5, 0.0, 0.5]) == 0.5


@pytest.mark.parametrize(
    ("item", "totals", "expected"),
    [
        # Rests 1, 2, 3: in step, against it, and in between (covariance 1/3, deviations sqrt(2/9) and sqrt(2/3)).
        ([0, 1, 2], [1, 3, 5], 1.0),
        ([2, 1, 0], [3, 3, 3], -1.0),
        ([0, 0, 1], [1, 2, 4], math.sqrt(3) / 2),
        ([1, 1, 1], [2, 3, 4], "constant"),
        ([0, 1, 2], [3, 4, 5], "constant"),
        ([0, 1], [1, 3], "few"),
        ([], [], "few"),
        ([0.1 + 0.2, 0.3, 0.3], [1, 2, 3], "constant"),
    ],
)
def test_discrimination_is_the_correlation_with_the_other_items(
    item: list[float], totals: list[float], expected: float | str
) -> None:
    found = discrimination(item, totals)
    assert found == (expected if isinstance(expected, str) else pytest.approx(expected))


def test_the_only_item_has_nothing_to_be_held_against() -> None:
    assert discrimination([0, 1, 2], [0, 1, 2], alone=True) == "alone"


@given(PARTS, st.integers(0, 2**32 - 1))
def test_quartiles_and_correlation_are_those_of_numpy(parts: list[float], seed: int) -> None:
    found = distribution(parts)
    assert found is not None
    quartiles = np.quantile(parts, [0.25, 0.5, 0.75])
    assert [found.quarter, found.median, found.three_quarters] == pytest.approx(quartiles)
    assert sum(found.bins) + found.over == found.count
    other = np.random.default_rng(seed).normal(size=len(parts)).tolist()
    r = correlation(parts, other)
    if len(parts) < 3 or len(set(parts)) == 1:
        assert isinstance(r, str)
    else:
        assert r == pytest.approx(np.corrcoef(parts, other)[0, 1])


def test_every_edge_of_a_bin_belongs_to_the_bin_that_it_begins() -> None:
    edges = [share / BINS for share in range(BINS)]
    summed = list(accumulate([1 / BINS] * (BINS - 1), initial=0.0))  # with the rounding of a sum of points
    assert [bin_of(edge) for edge in edges] == [bin_of(edge) for edge in summed] == list(range(BINS))
