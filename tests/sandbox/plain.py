"""What must hold of every reply, whatever was said: it is plain, it can be judged, and its report can be printed."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import TYPE_CHECKING

import jsonschema
import numpy as np
import pytest

from grader import deductions, points, score
from grader.engine import curves, judge, plan
from grader.expected import Expected, ExpectedCase
from grader.report import as_html, as_json, as_text, redact
from grader.rubric import Assignment, Check, Differentiates, Matches, RubricItem, Satisfies
from grader.rules import all_of, decreases, falls_below, finite, has_shape, moments, within
from grader.sandbox import outcome
from tests.conftest import ROOT

if TYPE_CHECKING:
    from grader.sandbox.reply import Failure, Reply
    from grader.score import ScoreReport

PLAIN = {"|b1", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"}
SCHEMA = jsonschema.Draft202012Validator(json.loads((ROOT / "grader/report/schema.json").read_text()))
CHECKS: tuple[Check, ...] = (
    Matches("matches", points=1, probe="p"),
    Matches("listed", points=1, probe="p", outputs=("w",), unit_axes="fixed"),
    Differentiates("by_entry", points=1, probe="p", of="p", output="y", wrt={"x": "dy"}, reduce="elementwise"),
    Differentiates("by_sum", points=1, probe="p", of="p", output="y", wrt={"x": "dy"}),
    Satisfies("satisfies", points=1, probe="p", rule=all_of(finite("y"), moments("y"), within("y", 0, 1))),
    Satisfies("falls", points=1, probe="p", rule=falls_below(y=1.0)),
    Satisfies("shaped", points=1, probe="p", rule=all_of(has_shape("w", shape=(2, 3)), decreases("w"))),
)
RUBRIC = Assignment(
    "a",
    title="",
    files=("hw1.py",),
    total=len(CHECKS),
    items=(RubricItem("all", "All", CHECKS, plots=("y", "w[0]", "curve")),),
)
INPUTS = {"x": np.array([1.0, 2.0])}
OUTPUTS = {"y": np.ones(2), "dy": np.array([2.0, 4.0]), "w[0]": np.ones((2, 3)), "w[1]": np.zeros((0, 3))}
EXPECTED = Expected([ExpectedCase("p", "small", "public", INPUTS, OUTPUTS)])


def is_safe_text(text: str, limit: int) -> bool:
    """Tell whether every writer can take a text."""
    return len(text) <= limit and not any("\ud800" <= char <= "\udfff" for char in text)


def is_plain_failure(failure: Failure) -> bool:
    """Tell whether a failure holds short texts and whole numbers only."""
    texts = [failure.message, failure.exception, failure.detail]
    texts += [text for frame in failure.frames for text in (frame.file, frame.function, frame.source)]
    lines = [frame.line for frame in failure.frames]
    return all(is_safe_text(text, 2500) for text in texts) and all(type(line) is int for line in lines)


def assert_plain(reply: Reply) -> None:
    """Hold a reply to what `reply.py` says of it."""
    assert len(reply.outputs) <= 2 * outcome.MAX_OUTPUTS
    assert math.isfinite(reply.seconds)
    assert reply.seconds >= 0
    assert is_safe_text(reply.printed, 1 << 20)
    assert reply.failure is None or is_plain_failure(reply.failure)
    for name, value in reply.outputs.items():
        assert all(is_safe_text(text, outcome.MAX_TEXT) for text in (name, value.type, value.text))
        if value.array is not None:
            assert type(value.array) is np.ndarray
            assert value.array.dtype.str in PLAIN
            assert value.array.flags.owndata
            assert value.array.flags.writeable
            assert value.array.base is None
            assert value.array.size <= outcome.MAX_ENTRIES


def report_of(case: Reply, sweep: Reply) -> ScoreReport:
    """Judge a reply, and one to the forward calls of gradient checks, by every kind of check."""
    replies = {plan.case_key("p", "small"): case}
    for check in CHECKS:
        if isinstance(check, Differentiates):
            replies[plan.sweep_key(check, "small")] = sweep
    results = {check.id: judge.judge(check, EXPECTED, replies) for check in CHECKS}
    items = points.of_items(RUBRIC, results, points.Given(set(results)))
    ledger = deductions.settle(RUBRIC, items, results, None)
    series = curves.of(RUBRIC, EXPECTED, replies)
    items = tuple(replace(item, series=series[item.id]) for item in items)
    penalties = tuple(ledger.penalties)
    return score.ScoreReport("a", "", "s", ledger.left, ledger.most, "graded", "process", {}, items, penalties)


def assert_printed(report: ScoreReport) -> None:
    """Write a report in every format, for the instructor and for the student."""
    for shown in (report, redact.for_student(report)):
        text = as_json.to_json(shown)
        tree = json.loads(text, parse_constant=pytest.fail)
        if shown is report:  # the form of both is the same
            SCHEMA.validate(tree)
        as_json.from_json(text)
        as_html.to_html(shown).encode()
        as_text.to_text(shown, colour=True).encode()
        as_text.to_line(shown).encode()
