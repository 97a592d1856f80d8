"""A child that floods in every way: what its host holds stays below what can be stated beforehand."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys

import pytest

from grader.rubric import Limits
from grader.sandbox import channel
from grader.sandbox.child import wire
from tests.conftest import ROOT
from tests.sandbox.flooding import SOURCE

# What is kept of replies, the frame being read beside the arrays made of it, a header as Python objects.
BOUND = channel.MAX_HELD + 2 * channel.MAX_REPLY + (32 << 20)

FLOODS = {
    "arrays": "endlessly(lambda n: reply(npy(np.ones(1 << 21)), str(n)))",
    "one frame of many arrays": "endlessly(lambda n: frame({'values': [value(str(k), k) for k in range(15)]}, "
    "*[npy(np.ones(1 << 19))] * 15))",
    "one name again and again": "endlessly(lambda n: reply(npy(np.ones(1 << 21))))",
    "payloads that no value names": "endlessly(lambda n: frame({'values': []}, *[bytes(1 << 25)] * 2))",
    "the largest claim": "write(frame({'values': []}, sizes=[(64 << 20) - 1]))\n  endlessly(lambda n: bytes(1 << 16))",
    "texts": "endlessly(lambda n: frame({'values': [value('%s-%s' % (n, k), None, 'none', chr(0x1f600) * 300)"
    " for k in range(300)]}))",
    "headers of empty lists": "endlessly(lambda n: frame({'values': [], 'x': [[]] * 250000}))",
    "bytes": "endlessly(lambda n: b'\\xff' * 65536)",
    "zero bytes": "endlessly(lambda n: bytes(65536))",
    "ends": "endlessly(lambda n: END * 1000)",
    "errors": "endlessly(lambda n: frame({'end': 0, 'error': {'exception': 'x' * 10**5, 'detail': 'y' * 10**5}}))",
    "prints": "\n  while True: os.write(1, b'x' * 65536)",
    "descriptors": "endless(frame({'values': []}))",
}
ENDED = {"ends": ("",), "errors": ("raised",), "prints": ("too_much_output", "timed_out")}
PASSING = """
def endless(data):
    sock, fds = socket.socket(fileno=os.dup(descriptor())), array.array("i", [1] * 200)
    while True:
        try:
            sock.sendmsg([data], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, fds)])
        except OSError:  # the kernel bounds how many are on their way
            pass
"""
HOST = """
import json, os, resource, sys
from grader.rubric import Limits
from grader.sandbox.host import Call, Session, Settings
from grader.sandbox.warm import Warm
from grader.workspace import workspace

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10

source, calls = sys.stdin.read(), int(sys.argv[1])
with Warm() as warm, workspace() as space:
    space.submission.mkdir()
    (space.submission / "hw1.py").write_text(source)
    limits = Limits(probe_seconds=2.0, submission_seconds=20.0, output_kib=64)
    with Session(warm, space, "def call(code): return {'out': code.f()}", Settings(limits)) as session:
        failure = session.load({"hw1.py": "hw1.py"}).failure
        before, open_before = peak(), len(os.listdir("/proc/self/fd"))
        replies = [reply for _ in range(calls) for reply in session.probe("call", [Call({})])]
        left = len(os.listdir("/proc/self/fd")) - open_before
        kinds = [reply.failure.kind if reply.failure else "" for reply in replies]
        print(json.dumps({"imported": failure is None, "kinds": kinds, "grown": peak() - before, "descriptors": left}))
"""


def hosted(body: str, calls: int = 1) -> dict[str, object]:
    """Run a submission in a host of its own; return what that says of itself."""
    command = [sys.executable, "-c", HOST, str(calls)]
    source = f"{SOURCE}{PASSING}\ndef f():\n  {body}\n"
    run = subprocess.run(command, input=source, capture_output=True, text=True, cwd=ROOT, check=False, timeout=120)
    assert run.returncode == 0, run.stderr
    said: dict[str, object] = json.loads(run.stdout)
    return said


@pytest.mark.parametrize("flood", FLOODS)
def test_a_flood_leaves_the_host_within_its_bound(flood: str) -> None:
    said = hosted(FLOODS[flood])
    assert said["imported"]
    assert said["kinds"] in [[kind] for kind in ENDED.get(flood, ("crashed", "timed_out"))]  # whichever comes first
    assert isinstance(said["grown"], int)
    assert said["grown"] < BOUND
    assert said["descriptors"] in (0, -1, -2)  # those of a child that was ended


def test_what_would_be_too_much_in_all_is_refused_before_it_is_read() -> None:
    allowance = channel.Allowance(10_000)
    ends = [channel.Channel(Limits(), allowance) for _ in range(2)]
    with contextlib.closing(ends[0]), contextlib.closing(ends[1]):
        for end, sent in zip(ends, (bytes(6000), b""), strict=True):  # each alone would be little enough
            with socket.socket(fileno=os.dup(end.descriptors[1])) as child:
                child.sendall(wire.pack({"end": 0}, [bytes(6000)])[:-6000] + sent)
        assert next(ends[0].frames())[1] == [bytes(6000)]
        with pytest.raises(wire.WireError, match="too much in all"):
            next(ends[1].frames())


def test_many_floods_together_stay_within_the_same_bound() -> None:
    flood = "\n  ".join(f"write(reply(npy(np.ones(1 << 20)), str({place})))" for place in range(10))
    said = hosted(f"{flood}\n  os._exit(0)", calls=12)
    assert isinstance(said["grown"], int)
    assert said["grown"] < BOUND
