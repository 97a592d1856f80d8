"""The distribution of totals as SVG: a bar for each twentieth of the points, with median and quartiles.

Only figures that were formatted here and words of the catalogue go into the markup; colours belong to class.css.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from grader.classpage.statistics import BINS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.classpage.statistics import Distribution
    from grader.report.catalogue import Catalogue

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 400, 172, 26, 14, 22, 34
_FLOOR = _HEIGHT - _BOTTOM


def drawn(totals: Distribution, say: Catalogue) -> Markup:
    """Draw a histogram; who sees no picture hears its counts."""
    counts = [*totals.bins, totals.over] if totals.over else list(totals.bins)
    step = (_WIDTH - _LEFT - _RIGHT) / len(counts)
    most = max(counts)
    label = say("distribution.label", counts="; ".join(_heard(totals, say)))
    body = _grid(most) + _spread(totals, step) + _bars(counts, most, step) + _ticks(totals, step, say)
    return Markup('<svg class="histogram" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>').format(
        label, _WIDTH, _HEIGHT, body
    )


def rows(totals: Distribution, say: Catalogue) -> list[tuple[str, int]]:
    """Return each bin in words with its count: what the picture shows, as a table."""
    width = 100 // BINS
    found = [(say("distribution.bin", low=at * width, high=(at + 1) * width), n) for at, n in enumerate(totals.bins)]
    return found + ([(say("distribution.over"), totals.over)] if totals.over else [])


def _heard(totals: Distribution, say: Catalogue) -> list[str]:
    return [f"{label}: {count}" for label, count in rows(totals, say) if count]


def _grid(most: int) -> Markup:
    """Draw the floor, and lines at the greatest count and its half where that is a whole number."""
    parts = [f'<path class="axis" d="M{_LEFT} {_FLOOR}H{_WIDTH - _RIGHT}"/>']
    for count in {most, most // 2 if most % 2 == 0 else most}:
        y = _y(count, most)
        parts.append(f'<path class="rule" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>')
        parts.append(f'<text x="{_LEFT - 5}" y="{y + 3.5:.1f}" text-anchor="end">{count}</text>')
    return Markup("".join(parts))  # noqa: S704 - numbers only


def _bars(counts: Sequence[int], most: int, step: float) -> Markup:
    parts = []
    for place, count in enumerate(counts):
        if count:
            x, y, over = _LEFT + place * step + 1, _y(count, most), " over" if place >= BINS else ""
            parts.append(
                f'<rect class="column{over}" x="{x:.1f}" y="{y:.1f}" width="{step - 2:.1f}" height="{_FLOOR - y:.1f}"/>'
            )
    return Markup("".join(parts))  # noqa: S704 - numbers only


def _spread(totals: Distribution, step: float) -> Markup:
    """Draw the middle half of the class as a band above the bars, the median as a line through them."""
    left, middle, right = (_x(value, step) for value in (totals.quarter, totals.median, totals.three_quarters))
    wide = max(right - left, 1.5)
    band = f'<rect class="half" x="{left:.1f}" y="{_TOP - 14}" width="{wide:.1f}" height="6" rx="2"/>'
    return Markup(band + f'<path class="median" d="M{middle:.1f} {_TOP - 17}V{_FLOOR}"/>')  # noqa: S704 - numbers only


def _ticks(totals: Distribution, step: float, say: Catalogue) -> Markup:
    parts = [
        f'<text x="{_x(share / 100, step):.1f}" y="{_FLOOR + 14}" text-anchor="middle">{share}</text>'
        for share in range(0, 101, 20)
    ]
    if totals.over:
        parts.append(f'<text x="{_WIDTH - _RIGHT}" y="{_FLOOR + 14}" text-anchor="end">&gt;</text>')
    unit = Markup('<text class="unit" x="{:g}" y="{}" text-anchor="middle">{}</text>').format(
        (_LEFT + _WIDTH) / 2, _HEIGHT - 5, say("distribution.axis")
    )
    return Markup("".join(parts)) + unit  # noqa: S704 - numbers only; what is said is escaped


def _x(part: float, step: float) -> float:
    return _LEFT + part * BINS * step if part <= 1 else _WIDTH - _RIGHT - step / 2


def _y(count: int, most: int) -> float:
    return _FLOOR - count / max(most, 1) * (_FLOOR - _TOP)
