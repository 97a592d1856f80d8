"""The same lies told by a real submission in the real sandbox: none is worth more than the values it states."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.rubric import Limits
from grader.sandbox.host import Call
from tests.sandbox.flooding import SOURCE
from tests.sandbox.plain import assert_plain

if TYPE_CHECKING:
    from grader.sandbox.reply import Reply
    from tests.conftest import OpenSession

LIMITS = Limits(probe_seconds=1.0, import_seconds=5.0, submission_seconds=30.0)
DRIVER = """
def call(code, n):
    return {"out": code.f(n)}

def other(code, n):
    return {"out": code.g(n)}
"""


def asked(open_session: OpenSession, body: str, *inputs: int, probe: str = "call") -> list[Reply]:
    with open_session(DRIVER, LIMITS, hw1=SOURCE + body) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        replies = session.probe(probe, [Call({"n": n}) for n in inputs or (0,)])
    for reply in replies:
        assert_plain(reply)
    return replies


def kind(reply: Reply) -> str:
    return reply.failure.kind if reply.failure else ""


@pytest.mark.parametrize(
    ("returned", "described"),
    [
        ("np.lib.stride_tricks.as_strided(np.ones(1), (10**9,), (0,))", "large"),
        ("np.array([{}, print], dtype=object)", "object"),
        ("np.zeros(2, dtype=[('a', '<f8'), ('b', 'O')])", "object"),
        ("np.array(['2026-01-01'], dtype='datetime64[D]')", "object"),
        ("np.array(['a'])", "object"),
        ("np.zeros(5 << 20, dtype=np.int8)", "large"),
    ],
)
def test_what_no_array_can_hold_is_described_only(open_session: OpenSession, returned: str, described: str) -> None:
    (reply,) = asked(open_session, f"def f(n): return {returned}")
    assert reply.failure is None
    assert (reply.outputs["out"].kind, reply.outputs["out"].array) == (described, None)


@pytest.mark.parametrize(
    "payload",
    [
        "npy(np.ones(1), shape='(1000000000,)')",
        "npy(np.ones(1), shape='(0, 999999999999)')",
        "npy(np.ones(2), descr='\"|O\"')",
        'npy(np.ones(2), descr=\'[("a", "<f8")]\')',
        "b'\\x80\\x04cos\\nsystem\\n(S\"true\"\\ntR.'",
    ],
)
def test_a_forged_array_of_another_kind_is_refused(open_session: OpenSession, payload: str) -> None:
    (reply,) = asked(open_session, f"def f(n):\n  write(reply({payload}) + END)\n  return 1.0")
    assert (kind(reply), reply.outputs) == ("crashed", {})


def test_a_header_that_claims_more_than_it_sends_is_no_reply(open_session: OpenSession) -> None:
    lie = "write(frame({'values': [value('out')]}, npy(np.ones(2)), sizes=[1 << 20]))"
    (gone,) = asked(open_session, f"def f(n):\n  {lie}\n  os._exit(0)")
    (silent,) = asked(open_session, f"def f(n):\n  {lie}\n  while True: pass")
    assert (kind(gone), kind(silent)) == ("crashed", "timed_out")


@pytest.mark.parametrize("made", ["frame({'values': []})", "b'x'", "frame({'values': [value(str(n), None, 'none')]})"])
def test_endless_replies_are_stopped_in_time(open_session: OpenSession, made: str) -> None:
    started = time.monotonic()
    (reply,) = asked(open_session, f"def f(n): endlessly(lambda n: {made})")
    assert kind(reply) in ("crashed", "timed_out")
    assert time.monotonic() - started < 15


def test_a_forged_reply_is_worth_what_returning_its_values_is_worth(open_session: OpenSession) -> None:
    forged = "def f(n):\n  if n == 0: write((reply(npy(np.full(2, 7.0))) + END) * 2)\n  return np.full(2, 7.0)"
    returned = asked(open_session, "def f(n): return np.full(2, 7.0)", 0, 1)
    written = asked(open_session, forged, 0, 1)
    for one, other in zip(returned, written, strict=True):
        np.testing.assert_array_equal(one.outputs["out"].array, other.outputs["out"].array)
        assert one.failure == other.failure


def test_a_reply_for_another_probe_finds_no_one_who_waits_for_it(open_session: OpenSession) -> None:
    body = "def f(n):\n  write((reply(npy(np.full(2, 9.0))) + END) * 50)\n  return 1.0\ndef g(n): return np.zeros(2)"
    with open_session(DRIVER, LIMITS, hw1=SOURCE + body) as session:
        session.load({"hw1.py": "hw1.py"})
        session.probe("call", [Call({"n": 0})])
        (reply,) = session.probe("other", [Call({"n": 0})])
    np.testing.assert_array_equal(reply.outputs["out"].array, np.zeros(2))


@pytest.mark.parametrize("which", [0, -1])
@pytest.mark.parametrize(
    "said", ["{'ok': True}", "{'done': {'status': 0}}", "{'error': 5}", "{'pid': 1}", "{'end': 0}"]
)
def test_an_import_cannot_write_replies_in_advance(open_session: OpenSession, which: int, said: str) -> None:
    body = f"write((frame({said}) + reply(npy(np.ones(2))) + END) * 9, {which})\ndef f(n): return np.zeros(2)"
    with open_session(DRIVER, LIMITS, hw1=SOURCE + body) as session:
        session.load({"hw1.py": "hw1.py"})
        replies = [session.probe("call", [Call({"n": 0})])[0] for _ in range(3)]
    for reply in replies:
        assert_plain(reply)
        assert not any(value.array is None or value.array.any() for value in reply.outputs.values())


def test_an_import_that_answers_and_goes_on_forever_costs_its_own_time_only(open_session: OpenSession) -> None:
    body = "def f(n): return np.zeros(2)\nwrite(frame({'ok': True}))\nwhile True: pass"
    started = time.monotonic()
    with open_session(DRIVER, replace(LIMITS, submission_seconds=6.0), hw1=SOURCE + body) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        replies = [session.probe("call", [Call({"n": 0})])[0] for _ in range(9)]
    assert all(reply.failure for reply in replies)
    assert time.monotonic() - started < 20


def test_replies_after_the_time_out_are_heard_by_nobody(open_session: OpenSession) -> None:
    late = "import time\ndef f(n):\n  if n: return np.zeros(2)\n  end = time.monotonic() + 1.3\n"
    late += "  while time.monotonic() < end: pass\n  write((reply(npy(np.ones(2))) + END) * 9)"
    with open_session(DRIVER, LIMITS, hw1=SOURCE + late) as session:
        session.load({"hw1.py": "hw1.py"})
        (first,) = session.probe("call", [Call({"n": 0})])
        time.sleep(0.5)
        (second,) = session.probe("call", [Call({"n": 1})])
    assert (kind(first), first.outputs) == ("timed_out", {})
    np.testing.assert_array_equal(second.outputs["out"].array, np.zeros(2))


def test_two_writers_spoil_their_own_reply_only(open_session: OpenSession) -> None:
    body = "def f(n):\n  if n: return np.zeros(2)\n  parts = reply(npy(np.ones(2 << 16)))\n"
    body += "  for _ in range(2): threading.Thread(target=endlessly, args=(lambda n: parts,), daemon=True).start()\n"
    body += "  endlessly(lambda n: parts)"
    with open_session(DRIVER, LIMITS, hw1=SOURCE + body) as session:
        session.load({"hw1.py": "hw1.py"})
        (first,) = session.probe("call", [Call({"n": 0})])
        (second,) = session.probe("call", [Call({"n": 1})])
    assert_plain(first)
    assert kind(first) in ("crashed", "timed_out")
    np.testing.assert_array_equal(second.outputs["out"].array, np.zeros(2))


def test_a_child_that_does_not_read_its_inputs_is_as_good_as_hanging(open_session: OpenSession) -> None:
    body = "def f(n):\n  write(END)\n  while True: pass"
    with open_session("def call(code, n, x): return {'out': code.f(n)}", LIMITS, hw1=SOURCE + body) as session:
        session.load({"hw1.py": "hw1.py"})
        replies = session.probe("call", [Call({"n": n, "x": np.zeros(1 << 20)}) for n in range(2)])
    assert kind(replies[0]) == ""  # it ended, by what was written
    assert kind(replies[1]) == "timed_out"


def test_a_child_that_closes_early_has_crashed(open_session: OpenSession) -> None:
    first, second = asked(open_session, "def f(n):\n  os.close(descriptor())\n  return 1.0", 0, 1)
    assert {kind(first), kind(second)} == {"crashed"}
