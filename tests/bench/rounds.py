"""Measure contenders side by side: A B C, A B C, ... so that a machine that slows down slows all of them."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.bench.contenders import Contender


@dataclass(frozen=True)
class Row:
    """One contender's measurements: medians over the rounds, and the range of the time."""

    name: str
    seconds: float
    least: float
    most: float
    ratio: float  # to the floor: the median of the ratios within each round


def measure(
    contests: Mapping[str, Sequence[Contender]], rounds: int, said: Callable[[str], None] = lambda _: None
) -> dict[str, list[Row]]:
    """Return the rows of every contest, after one round that does not count."""
    taken: dict[str, list[list[float]]] = {title: [[] for _ in contest] for title, contest in contests.items()}
    for number in range(rounds + 1):
        said(f"round {number} of {rounds}" if number else "warm-up round")
        for title, contest in contests.items():
            for times, contender in zip(taken[title], contest, strict=True):
                seconds = contender.seconds()
                if number:
                    times.append(seconds)
    return {
        title: [
            _row(contender.name, times, taken[title][0]) for times, contender in zip(taken[title], contest, strict=True)
        ]
        for title, contest in contests.items()
    }


def _row(name: str, times: Sequence[float], floor: Sequence[float]) -> Row:
    ratios = [mine / lowest for mine, lowest in zip(times, floor, strict=True)]
    return Row(name, statistics.median(times), min(times), max(times), statistics.median(ratios))


def table(title: str, rows: Sequence[Row]) -> str:
    """Return one contest as a table in Markdown."""
    lines = [f"| {title} | ms | range | ÷ floor |", "|---|---:|---:|---:|"]
    lines += [
        f"| {row.name} | {row.seconds * 1e3:.0f} | {row.least * 1e3:.0f} to {row.most * 1e3:.0f} | {row.ratio:.2f} |"
        for row in rows
    ]
    return "\n".join(lines)
