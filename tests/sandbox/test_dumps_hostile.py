"""Texts that look nearly like stacks: time grows with their length and no faster, and nothing is raised."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.sandbox import dumps
from grader.sandbox.reply import Frame

FOLDERS = ("/submission",)
CRASH = """Fatal Python error: Segmentation fault

Current thread 0x00007f5ba842b80a [python] (most recent call first):
  File "/submission/hw1.py", line 7 in f

Current thread's C stack trace (most recent call first):
  Binary file "/opt/host/lib/libpython3.14.so.1.0", at _Py_DumpStack+0x42 [0x7f1a2b3c]

Extension modules: numpy.linalg._umath_linalg (total: 1)
"""
SIZE = 64 << 10
NEAR_MISSES = {
    "headers": "Stack (most recent call first):\n",
    "headers without an end": "Stack (most recent call first):",
    "threads": "Thread 0x" + "a" * 50,
    "one long thread": None,
    "errors": "Fatal Python error: ",
    "errors in lines": "Fatal Python error: x\n\n",
    "errors and headers": "Fatal Python error: x\n\nStack (most recent call first):\n",
    "frames": '  File "',
    "frames in lines": '  File "/submission/x.py", line 1 in g\n',
    "frames of quotes": '  File "' + '"' * 40 + "\n",
    "frames of digits": '  File "/submission/x", line ' + "1" * 40 + "\n",
    "native": "\nCurrent thread's C stack trace",
    "native lines": "\nCurrent thread's C stack trace\n  x\n  x\n",
    "modules": "\nExtension modules: x",
    "ends of lines": "\n",
    "blanks": "  ",
    "points": "  ...\n",
    "brackets": "  <\n",
}


def hostile(unit: str | None, size: int, prefix: str = "") -> str:
    if unit is None:
        return prefix + "Current thread 0x" + "a" * size
    return prefix + (unit * (size // len(unit) + 1))[:size]


def seconds(text: str) -> float:
    """Return the best of three times: the machine may be busy."""
    times = []
    for _ in range(3):
        begun = time.thread_time()
        dumps.taken(text, FOLDERS)
        times.append(time.thread_time() - begun)
    return min(times)


@pytest.mark.parametrize("prefix", ["", "Stack (most recent call first):\n", "Fatal Python error: x\n\nThread 0x1"])
@pytest.mark.parametrize("unit", NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_near_misses_take_no_longer_than_their_length(unit: str | None, prefix: str) -> None:
    took = seconds(hostile(unit, SIZE, prefix))
    assert took < 0.1
    assert took < 0.01 or seconds(hostile(unit, 4 * SIZE, prefix)) < 10 * took  # 16 times, were it quadratic


def test_hundreds_of_stacks_are_all_taken_out() -> None:
    text = CRASH
    printed, frames = dumps.taken("x\n".join([text] * 500), FOLDERS)
    assert printed == "x\n" * 499
    assert frames == (Frame("hw1.py", 7, "f"),)
    assert seconds(text * 500) < 1


PIECES = [*CRASH.splitlines(keepends=True), "x", "\r", "\x0b", "\u2028", *filter(None, NEAR_MISSES.values())]


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(PIECES)))
def test_any_mixture_is_taken_apart_without_an_error_and_nothing_is_added(pieces: list[str]) -> None:
    printed, frames = dumps.taken("".join(pieces), FOLDERS)
    assert len(printed) <= len("".join(pieces))
    assert all(not frame.file.startswith("/") for frame in frames)
