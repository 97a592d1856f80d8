"""Whatever a child writes, a session returns plain replies in time, and they are judged and printed in every format.

BACKGRADE_FUZZ=N tries N times as many examples, new ones each time.
"""

from __future__ import annotations

import json
import math
import time
from typing import TYPE_CHECKING, Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader import score
from grader.engine import curves, judge, plan
from grader.expected import Expected, ExpectedCase
from grader.report import as_html, as_json, as_text, redact
from grader.rubric import Assignment, Check, Differentiates, Limits, Matches, RubricItem, Satisfies
from grader.rules import all_of, decreases, falls_below, finite, has_shape, moments, within
from grader.sandbox import outcome
from grader.sandbox.channel import Call
from grader.sandbox.child import wire
from tests.conftest import ROOT
from tests.sandbox.fake_child import Script, playing
from tests.sandbox.frames import END, ERROR, JSON, STREAMS, fuzzed

if TYPE_CHECKING:
    from grader.sandbox.reply import Failure, Reply
    from grader.score import ScoreReport

LIMITS = Limits(probe_seconds=0.3, import_seconds=0.3, submission_seconds=5.0)
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
EXPECTED = Expected([ExpectedCase("p", "small", "public", INPUTS, OUTPUTS)])  # type: ignore[arg-type]


def probed(script: Script, calls: int = 2) -> list[Reply]:
    with playing(script, LIMITS) as session:
        return session.probe("p", [Call(INPUTS)] * calls)


def is_safe_text(text: str, limit: int) -> bool:
    return len(text) <= limit and not any("\ud800" <= char <= "\udfff" for char in text)


def is_plain_failure(failure: Failure) -> bool:
    texts = [failure.message, failure.exception, failure.detail]
    texts += [text for frame in failure.frames for text in (frame.file, frame.function, frame.source)]
    lines = [frame.line for frame in failure.frames]
    return all(is_safe_text(text, 2500) for text in texts) and all(type(line) is int for line in lines)


def assert_plain(reply: Reply) -> None:
    """Hold a reply to what `reply.py` says of it."""
    assert len(reply.outputs) <= 2 * outcome.MAX_OUTPUTS
    assert math.isfinite(reply.seconds)
    assert reply.seconds >= 0
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


def report_of(replies: dict[plan.Key, Reply]) -> ScoreReport:
    results = {check.id: judge.judge(check, EXPECTED, replies) for check in CHECKS}
    items, penalties, earned, most = score.total(RUBRIC, results, set(results))
    series = curves.of(RUBRIC, EXPECTED, replies)
    items = tuple(score.replace(item, series=series[item.id]) for item in items)
    return score.ScoreReport("a", "", "s", earned, most, "graded", "process", {}, items, penalties)


def assert_printed(report: ScoreReport) -> None:
    """Write a report in every format, for the instructor and for the student."""
    for shown in (report, redact.for_student(report)):
        text = as_json.to_json(shown)
        SCHEMA.validate(json.loads(text, parse_constant=pytest.fail))
        as_json.from_json(text)
        as_html.to_html(shown).encode()
        as_text.to_text(shown, colour=True).encode()
        as_text.to_line(shown).encode()


@fuzzed(300)
@given(says=STREAMS, done=st.fixed_dictionaries({"done": JSON | st.fixed_dictionaries({"status": JSON})}) | JSON)
def test_a_session_returns_plain_replies_in_time_whatever_is_written(says: bytes, done: Any) -> None:
    started = time.monotonic()
    replies = probed(Script(says, done=done))
    assert len(replies) == 2
    for reply in replies:
        assert_plain(reply)
    assert time.monotonic() - started < 5 * LIMITS.probe_seconds


@fuzzed(120)
@given(st.tuples(STREAMS, STREAMS))
def test_whatever_is_written_is_judged_and_printed(says: tuple[bytes, bytes]) -> None:
    case, sweep = (probed(Script(part), 1)[0] for part in says)
    keys: dict[plan.Key, Reply] = {plan.case_key("p", "small"): case}
    for check in CHECKS:
        if isinstance(check, Differentiates):
            keys[plan.sweep_key(check, "small")] = sweep
    assert_printed(report_of(keys))


@fuzzed(100)
@given(says=STREAMS, done=JSON)
def test_an_import_and_a_scan_end_in_plain_words_whatever_is_written(says: bytes, done: Any) -> None:
    with playing(Script(says, done=done), LIMITS) as session:
        assert isinstance(session.scan(), dict)
        loaded = session.load({"hw1.py": "hw1.py"})
    assert all(is_plain_failure(failure) for failure in (loaded.failure, loaded.stopped) if failure)
    assert all(is_safe_text(note, 300) for note in loaded.notes)


@fuzzed(100)
@given(st.dictionaries(st.sampled_from([*ERROR, "arrays"]), JSON) | JSON)
def test_an_explanation_of_any_form_becomes_a_plain_failure(error: Any) -> None:
    reply = probed(Script(wire.pack({"end": 0, "error": error})), 1)[0]
    assert_plain(reply)
    assert reply.failure is not None


@fuzzed(120)
@given(
    st.sampled_from([b"[", b'{"a":', b'[{"":', b'{"values":[', b'{"error":[']), st.sampled_from([50, 900, 990, 10**5])
)
def test_deep_nesting_is_refused_or_read(opening: bytes, depth: int) -> None:
    closing = b"".join({b"[": b"]", b"{": b"}"}.get(bytes([byte]), b"") for byte in reversed(opening))
    nested = opening * depth + b"1" + closing * depth
    header = b'{"values":[{"name":"x","kind":"array","array":%s}],"end":0,"error":%s}' % (nested, nested)
    framed = len(header).to_bytes(4, "big") + header
    for reply in probed(Script(framed + framed.replace(b'"end"', b'"enx"')), 1):
        assert_plain(reply)


@pytest.mark.parametrize("again", [END, wire.pack({"values": []}), wire.pack({"x": "y" * 1000}), b"\0", b"\xff" * 999])
def test_an_endless_writer_is_stopped_in_time(again: bytes) -> None:
    started = time.monotonic()
    replies = probed(Script(again, again=True), 8)
    assert time.monotonic() - started < 6
    for reply in replies:
        assert_plain(reply)


@pytest.mark.parametrize("says", [b"", b"\0\0", wire.pack({"values": []}), wire.pack({"end": 0}, [b"12345678"])[:-1]])
def test_a_silent_child_costs_the_time_of_a_probe_and_no_more(says: bytes) -> None:
    started = time.monotonic()
    (reply,) = probed(Script(says, ends=False), 1)
    assert reply.failure is not None
    assert reply.failure.kind == "timed_out"
    assert LIMITS.probe_seconds <= time.monotonic() - started < 2 * LIMITS.probe_seconds + 1
