"""What a hostile child may say: nonsense is a WireError, never an exception of ours, and memory stays bounded."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from grader.rubric import Limits
from grader.sandbox import outcome
from grader.sandbox.child import wire

PAYLOAD = wire.dump(np.ones(3))


def described(**said: Any) -> dict[str, Any]:
    return {"name": "x", "kind": "array", "type": "", "text": "", "array": 0, **said}


def test_values_are_taken_as_described() -> None:
    found = outcome.values({"values": [described()]}, [PAYLOAD])
    assert found["x"].array is not None
    np.testing.assert_array_equal(found["x"].array, np.ones(3))


@pytest.mark.parametrize(
    "values",
    [
        None,
        5,
        [5],
        [None],
        [described(kind=[])],
        [described(kind="magic")],
        [described(array=1)],
        [described(array=-1)],
        [described(array=True)],
        [described(array=[])],
        [described(name="a"), described(name="b")],
        [described(array=None)],
        [described(kind="none")],
        [described(name=None)],
        [described(name=["x"])],
        [described(name=str(n), array=None) for n in range(1000)],
    ],
)
def test_values_that_make_no_sense_are_refused(values: Any) -> None:
    with pytest.raises(wire.WireError):
        outcome.values({"values": values}, [PAYLOAD])


def test_a_larger_array_than_anyone_should_judge_is_described_only() -> None:
    many = wire.dump(np.zeros(outcome.MAX_ENTRIES + 1, dtype=np.int8))  # small as it is, judging would take doubles
    found = outcome.values({"values": [described()]}, [many])["x"]
    assert (found.array, found.kind) == (None, "large")
    assert str(outcome.MAX_ENTRIES + 1) in found.text


@pytest.mark.parametrize(("dtype", "bits"), [("<f2", 0x7C01), ("<f4", 0x7F800001), ("<f8", 0x7FF0000000000001)])
def test_a_signalling_nan_arrives_as_a_quiet_one(dtype: str, bits: int) -> None:
    signalling = np.array([bits] * 2, dtype.replace("f", "u")).view(dtype)
    for payload in (wire.dump(signalling), wire.dump(signalling.view("<c16" if dtype == "<f8" else dtype))):
        array = outcome.values({"values": [described()]}, [payload])["x"].array
        assert array is not None
        assert array.view(dtype).tobytes() == np.full(2, np.nan, dtype).tobytes()


def test_texts_are_cut_and_can_be_encoded() -> None:
    found = outcome.values({"values": [described(name="\ud800x", type="\udfff" * 10**5, text={"a": 1})]}, [PAYLOAD])
    (name,), (value,) = found, found.values()
    assert name == "\ufffdx"
    assert value.type == "\ufffd" * outcome.MAX_TEXT
    assert value.text == ""


@pytest.mark.parametrize("line", [True, -1, 10**30, 1.5, "3", None])
def test_an_impossible_line_is_none(line: Any) -> None:
    (frame,) = outcome.raised({"frames": [{"file": "hw.py", "line": line}]}, Limits()).frames
    assert type(frame.line) is int
    assert frame.line == 0


def test_an_array_with_impossible_dimensions_is_refused() -> None:
    huge = PAYLOAD[:10] + PAYLOAD[10:].replace(b"(3,)", b"(999999999999, 999999999999, 0)")
    with pytest.raises(wire.WireError):
        outcome.values({"values": [described()]}, [huge])


@pytest.mark.parametrize(
    "error", [5, None, {"frames": 5}, {"frames": [{"line": []}]}, {"exception": {}, "detail": []}, {"frames": {}}]
)
def test_an_explanation_that_makes_no_sense_is_refused_or_taken_as_text(error: Any) -> None:
    try:
        with outcome.making_sense():
            assert outcome.raised(error, Limits()).kind in ("raised", "missing")
    except wire.WireError:
        pass


@pytest.mark.parametrize("status", [None, "x", -1, 10**30, 1 << 16, 1.5])
def test_an_impossible_exit_status_is_a_crash_without_a_cause(status: Any) -> None:
    assert outcome.ended({"status": status}, Limits()).message == "The process ended before it answered."


@pytest.mark.parametrize("said", [10**400, float("nan"), -1, "1", None, [], True])
def test_an_impossible_time_is_none(said: Any) -> None:
    try:
        with outcome.making_sense():
            assert outcome.seconds(said) in (0.0, 1.0)
    except wire.WireError:
        pass
