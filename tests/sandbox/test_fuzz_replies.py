"""Whatever a child writes, a session returns plain replies in time, and they are judged and printed in every format.

BACKGRADE_FUZZ=N tries N times as many examples, new ones each time.
"""

from __future__ import annotations

import time
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.rubric import Limits
from grader.sandbox.channel import Call
from grader.sandbox.child import wire
from grader.sandbox.reply import Reply
from tests.sandbox.fake_child import Script, playing
from tests.sandbox.frames import END, ERROR, JSON, PRINTS, STREAMS, fuzzed
from tests.sandbox.plain import assert_plain, assert_printed, is_plain_failure, report_of

LIMITS = Limits(probe_seconds=0.3, import_seconds=0.3, submission_seconds=5.0)


def probed(script: Script, calls: int = 2) -> list[Reply]:
    with playing(script, LIMITS) as session:
        return session.probe("p", [Call({"x": np.ones(2)})] * calls)


@fuzzed(250)
@given(STREAMS, PRINTS, st.fixed_dictionaries({"done": JSON | st.fixed_dictionaries({"status": JSON})}) | JSON)
def test_a_session_returns_plain_replies_in_time_whatever_is_written(says: bytes, prints: bytes, done: Any) -> None:
    started = time.monotonic()
    replies = probed(Script(says, prints, done))
    assert len(replies) == 2
    for reply in replies:
        assert_plain(reply)
    assert time.monotonic() - started < LIMITS.submission_seconds


@fuzzed(60)
@given(st.tuples(STREAMS, STREAMS))
def test_whatever_is_written_is_judged_and_printed(says: tuple[bytes, bytes]) -> None:
    case, sweep = (probed(Script(part), 1)[0] for part in says)
    assert_printed(report_of(case, sweep))


@fuzzed(60)
@given(says=STREAMS, done=JSON)
def test_an_import_and_a_scan_end_in_plain_words_whatever_is_written(says: bytes, done: Any) -> None:
    with playing(Script(says, done=done), LIMITS) as session:
        assert isinstance(session.scan(), dict)
        loaded = session.load({"hw1.py": "hw1.py"})
    assert all(is_plain_failure(failure) for failure in (loaded.failure, loaded.stopped) if failure)
    assert len(loaded.notes) <= 20
    assert_printed(replace(report_of(Reply(), Reply()), notes=loaded.notes, printed=loaded.printed))


@fuzzed(100)
@given(st.dictionaries(st.sampled_from([*ERROR, "arrays"]), JSON) | JSON)
def test_an_explanation_of_any_form_becomes_a_plain_failure(error: Any) -> None:
    reply = probed(Script(wire.pack({"end": 0, "error": error})), 1)[0]
    assert_plain(reply)
    assert reply.failure is not None


@fuzzed(60)
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
