"""The figures of a class: quartiles, a histogram, how hard an item is and how well it tells students apart. Pure."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

BINS = 20
FEWEST = 3  # students; of two, every correlation is 1 or -1
SAME = 1e-9  # points that differ by less are the same

Undefined = Literal["few", "constant", "alone"]


@dataclass(frozen=True)
class Distribution:
    """Totals as parts of what could be had: `bins` counts those in each twentieth, the last with the full score.

    `over` counts those beyond it, by extra credit.
    """

    count: int
    mean: float
    low: float
    quarter: float
    median: float
    three_quarters: float
    high: float
    bins: tuple[int, ...]
    over: int


def distribution(parts: Sequence[float]) -> Distribution | None:
    """Return how totals are spread; None when there are none."""
    if not parts:
        return None
    ordered = sorted(parts)
    counts = [0] * BINS
    for part in ordered:
        if part <= 1 + SAME:
            counts[bin_of(part)] += 1
    quarter, median, three = (quantile(ordered, share) for share in (0.25, 0.5, 0.75))
    mean = statistics.fmean(ordered)
    return Distribution(
        len(ordered), mean, ordered[0], quarter, median, three, ordered[-1], tuple(counts), len(ordered) - sum(counts)
    )


def bin_of(part: float) -> int:
    """Return the number of the bin that a part falls into: each has its lower edge, the last both."""
    return max(0, min(BINS - 1, math.floor(part * BINS + SAME)))


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the value below which this share of sorted values lies, on the line between the two next to it."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])


def difficulty(parts: Sequence[float]) -> float | None:
    """Return the mean part of an item's points; None when nobody has any result. A low one is a hard item."""
    return statistics.fmean(parts) if parts else None


def correlation(one: Sequence[float], other: Sequence[float]) -> float | Undefined:
    """Return Pearson's correlation, or why there is none: too few pairs, or values that are all the same."""
    if len(one) < FEWEST:
        return "few"
    if any(max(values) - min(values) <= SAME for values in (one, other)):
        return "constant"
    return max(-1.0, min(1.0, statistics.correlation(one, other)))


def discrimination(item: Sequence[float], totals: Sequence[float], *, alone: bool = False) -> float | Undefined:
    """Return the item-rest correlation: of an item's points with the sum of all others, for the same students.

    Without the item itself, since a part of a sum goes along with that sum whatever it measures. `alone` says that
    there is no other item.
    """
    if alone:
        return "alone"
    return correlation(item, [total - points for points, total in zip(item, totals, strict=True)])
