"""What a host that looks now and then makes of a request: nothing is blamed on a call but what it did itself."""

from __future__ import annotations

import os
import socket
import time
from typing import TYPE_CHECKING
from unittest import mock

import numpy as np
import pytest

from grader.rubric import Limits
from grader.sandbox import channel
from grader.sandbox.child import wire
from grader.sandbox.host import Call
from tests.sandbox.fake_child import Script, playing

if TYPE_CHECKING:
    from grader.sandbox.reply import Reply
    from tests.conftest import OpenSession

SHORT = Limits(probe_seconds=0.03, submission_seconds=20.0)
LITTLE = Limits(probe_seconds=5.0, submission_seconds=20.0, file_mib=2)  # one MiB to print for a call
DRIVER = "def call(code, n): return {'out': code.f(n)}"
VALUES = wire.pack({"values": [{"name": "out", "kind": "array", "array": 0}]}, [wire.dump(np.ones(3))])
END = wire.pack({"end": 0.01})


def kinds(replies: list[Reply]) -> list[str | None]:
    return [reply.failure.kind if reply.failure else None for reply in replies]


def test_a_call_that_ended_in_time_has_not_timed_out_because_its_host_looked_late() -> None:
    started = time.monotonic()
    with playing(Script(VALUES + END, ends=False), SHORT) as session:
        first, second = session.probe("call", [Call({}), Call({})])
    assert kinds([first, second]) == [None, "timed_out"]
    assert list(first.outputs) == ["out"]
    assert second.seconds <= time.monotonic() - started - SHORT.probe_seconds  # without those of the first


def test_a_call_that_sends_without_end_times_out() -> None:
    with playing(Script(VALUES * 100, ends=False, again=True), SHORT) as session:
        assert kinds(session.probe("call", [Call({})])) == ["timed_out"]


def test_calls_that_print_too_much_together_but_not_alone_have_all_their_replies(open_session: OpenSession) -> None:
    with open_session(DRIVER, LITTLE, hw1="def f(n):\n  print(str(n) * 400_000)\n  return n") as session:
        session.load({"hw1.py": "hw1.py"})
        replies = session.probe("call", [Call({"n": n}) for n in range(6)])
    assert kinds(replies) == [None] * 6
    assert [reply.printed[:1] for reply in replies] == list("012345")


def test_an_import_that_prints_too_much_is_told_so_however_fast_it_was(open_session: OpenSession) -> None:
    with open_session(DRIVER, LITTLE, hw1="print('x' * (1 << 20))") as session:
        wrong = session.load({"hw1.py": "hw1.py"}).failure
    assert wrong is not None
    assert wrong.kind == "too_much_output"


@pytest.mark.parametrize(
    "source",
    [
        "import os\ndef f(n):\n  os.closerange(1, 3)\n  return n",
        "import os\ndef f(n):\n  os.dup2(os.open('log', os.O_CREAT | os.O_WRONLY), 1)\n  os.ftruncate(1, 1 << 20)",
        "import socket, numpy as np\nsocket.setdefaulttimeout(1e-4)\ndef f(n): return np.full(1 << 18, n)",
    ],
    ids=["closes its output", "sends its output elsewhere", "has little patience with sockets"],
)
def test_what_a_submission_does_to_its_process_keeps_no_call_from_its_answer(
    source: str, open_session: OpenSession
) -> None:
    with open_session(DRIVER, LITTLE, hw1=source) as session:
        session.load({"hw1.py": "hw1.py"})
        assert kinds(session.probe("call", [Call({"n": n}) for n in range(3)])) == [None] * 3


def test_calls_that_serve_a_lost_check_only_are_skipped_among_others_too(open_session: OpenSession) -> None:
    calls = [Call({"n": n}, checks=frozenset(check)) for n, check in enumerate("abaab")]
    with open_session(DRIVER, hw1="def f(n): return n") as session:
        session.load({"hw1.py": "hw1.py"})
        assert kinds(session.probe("call", calls, {"a"})) == ["skipped", None, "skipped", "skipped", None]


@pytest.mark.parametrize("refusal", [AttributeError, PermissionError])
def test_where_no_file_can_be_had_in_memory_there_is_one_on_disk(refusal: type[Exception]) -> None:
    with mock.patch.object(os, "memfd_create", side_effect=refusal, create=True):
        ours = channel.Channel(LITTLE, channel.Allowance(), [Call({"n": 1}), Call({"n": 2})])
    calls, _, output = ours.descriptors
    assert wire.unpack(os.pread(calls, ours.sizes[1], ours.sizes[0]))[0]["inputs"] == {"n": 2}
    os.write(output, b"printed")
    assert ours.printed() == "printed"
    ours.close()


def test_a_socket_holds_as_much_on_every_system() -> None:
    ours = channel.Channel(LITTLE, channel.Allowance())
    with socket.socket(fileno=os.dup(ours.descriptors[1])) as theirs:
        assert theirs.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) >= channel.HOLDS
    ours.close()
