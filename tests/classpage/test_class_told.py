"""How the figures of a class are told: percentages, discrimination, and the histogram's bars and words."""

from __future__ import annotations

import re

import pytest

from grader.classpage import histogram, told
from grader.classpage.as_html import words
from grader.classpage.statistics import distribution

SAY, GERMAN = words("en"), words("de")


@pytest.mark.parametrize(
    ("part", "text"),
    [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%"), (1.2, "120%"), (None, "\u2013")],
)
def test_only_all_and_nothing_are_told_as_such(part: float | None, text: str) -> None:
    assert told.percent(part, SAY) == text


def test_german_writes_percentages_with_a_space() -> None:
    assert told.percent(0.5, GERMAN) == "50 %"


def bars(parts: list[float]) -> list[tuple[float, float]]:
    """Return where each bar of a histogram begins, and how high it is."""
    totals = distribution(parts)
    assert totals is not None
    drawn = re.findall(r'<rect class="column[^"]*" x="([\d.]+)"[^>]*height="([\d.]+)"', histogram.drawn(totals, SAY))
    return [(float(x), float(height)) for x, height in drawn]


def test_a_histogram_has_a_bar_for_each_bin_with_somebody_as_high_as_they_are_many() -> None:
    (low, one), (_, two), (high, three) = bars([0.0, 0.52, 0.53, 1.0, 0.97, 0.96])
    assert low < high
    assert [two / one, three / one] == pytest.approx([2, 3], rel=0.01)


def test_extra_credit_has_a_bar_of_its_own_at_the_end() -> None:
    assert len(bars([0.5, 1.0, 1.3])) == 3
    assert max(x for x, _ in bars([0.5, 1.0, 1.3])) > max(x for x, _ in bars([0.5, 1.0]))


def test_the_picture_and_the_table_say_the_same() -> None:
    totals = distribution([0.0, 0.52, 1.0, 1.3])
    assert totals is not None
    rows = {label: count for label, count in histogram.rows(totals, SAY) if count}
    assert rows == {"0 to 5%": 1, "50 to 55%": 1, "95 to 100%": 1, "over 100%": 1}
    assert 'aria-label="How many reached what part of the points: 0 to 5%: 1; 50 to 55%: 1; ' in histogram.drawn(
        totals, SAY
    )
