"""Curves for the report: outputs that a rubric item asks to be plotted, from the first public case that has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from grader.engine import plan
from grader.rubric import Plot
from grader.score import Chart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from grader.expected import Array, Expected
    from grader.rubric import Assignment, RubricItem
    from grader.sandbox.reply import Reply
    from grader.score import Band, Number

MAX_POINTS = 500

Series = dict[str, dict[str, tuple["Number", ...]]]


def of(rubric: Assignment, expected: Expected, replies: Mapping[plan.Key, Reply]) -> Series:
    """Return item -> output -> values, for items with plots."""
    return {item.id: _series(item, expected, replies) for item in rubric.items if item.plots}


def _series(item: RubricItem, expected: Expected, replies: Mapping[plan.Key, Reply]) -> dict[str, tuple[Number, ...]]:
    found: dict[str, tuple[Number, ...]] = {}
    for check in item.checks:
        for case in plan.cases_of(check, expected):
            reply = replies.get(plan.case_key(case.probe, case.name))
            if case.visibility == "public" and reply is not None:
                for name in item.plotted:
                    curve = _curve(reply, name)
                    if curve:
                        found.setdefault(name, curve)
    return found


def bands(rubric: Assignment, expected: Expected) -> dict[str, dict[str, Band]]:
    """Return item -> output -> the lowest and highest entries of the reference over several seeds, where there are."""
    return {item.id: _bands(item, expected) for item in rubric.items if item.plots}


def _bands(item: RubricItem, expected: Expected) -> dict[str, Band]:
    """Look at the first public case that has an output, as the curves do."""
    found: dict[str, Band | None] = {}
    for check in item.checks:
        for case in plan.cases_of(check, expected):
            for name in item.plotted if case.visibility == "public" else ():
                if name in case.outputs:
                    found.setdefault(name, _band(case.bands[name]) if name in case.bands else None)
    return {name: band for name, band in found.items() if band is not None}


def _band(runs: Array) -> Band:
    flat = runs.reshape(len(runs), -1)[:, :MAX_POINTS].astype(np.float64)
    return _numbers(flat.min(axis=0)), _numbers(flat.max(axis=0))


def charts(rubric: Assignment) -> dict[str, tuple[Chart, ...]]:
    """Return item -> the series that share a chart."""
    return {
        item.id: tuple(Chart(plot.title, plot.outputs, plot.over) for plot in item.plots if isinstance(plot, Plot))
        for item in rubric.items
    }


def _curve(reply: Reply, name: str) -> tuple[Number, ...]:
    value = reply.outputs.get(name)
    if value is None or value.array is None or value.array.dtype.kind not in "biuf":
        return ()
    return _numbers(value.array.ravel()[:MAX_POINTS].astype(np.float64))


def _numbers(flat: Array) -> tuple[Number, ...]:
    return tuple(float(entry) if np.isfinite(entry) else str(entry) for entry in flat)
