"""Stacks of dying interpreters, as each CPython writes them: taken out whole, and hostile texts do no harm."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from grader.sandbox import dumps
from grader.sandbox.reply import Failure, Frame

FOLDERS = ("/submission", "/tmp/box/hw")  # noqa: S108 - only a name
HOST = "/opt/host/python"
# By CPython's faulthandler.c and traceback.c; {host} is a folder of the host's.
STACK = '  File "{host}/ctypes/__init__.py", line 514 in string_at\n  File "/submission/hw1.py", line 7 in f\n'
STACK += '  File "/submission/hw1.py", line 15 in <module>\n  File "{host}/driver.py", line 3 in call\n'
NATIVE = """
Current thread's C stack trace (most recent call first):
  Binary file "{host}/lib/libpython3.14.so.1.0", at _Py_DumpStack+0x42 [0x7f1a2b3c]
  Binary file "/lib/x86_64-linux-gnu/libc.so.6", at +0x42520 [0x7f1a2b3d]
  Binary file "{host}/bin/python3.14", at _start+0x25 [0x55d0a1]
  <truncated rest of calls>
"""
MODULES = "\nExtension modules: numpy._core._multiarray_umath, numpy.linalg._umath_linalg (total: 2)\n"
TEXTS = {
    "3.8 crash": "Fatal Python error: Segmentation fault\n\nStack (most recent call first):\n" + STACK,
    "3.8 crash in a thread": "Fatal Python error: Aborted\n\n"
    "Current thread 0x00007f5ba842b80a (most recent call first):\n" + STACK,
    "3.8 alarm": "Stack (most recent call first):\n" + STACK,
    "3.11 crash": "Fatal Python error: Segmentation fault\n\nStack (most recent call first):\n" + STACK + MODULES,
    "3.11 crash in a thread": "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f5ba842b80a "
    "(most recent call first):\n" + STACK + MODULES,
    "3.11 alarm": "Stack (most recent call first):\n" + STACK,
    "3.13 crash": "Fatal Python error: Bus error\n\nCurrent thread 0x00007f5ba842b80a (most recent call first):\n"
    + STACK
    + MODULES,
    "3.13 alarm without frames": "Stack (most recent call first):\n  <no Python frame>\n",
    "3.14 crash": "Fatal Python error: Segmentation fault\n\nCurrent thread 0x00007f5ba842b80a [python] "
    "(most recent call first):\n" + STACK + NATIVE + MODULES,
    "3.14 crash without the C stack": "Fatal Python error: Segmentation fault\n\nStack (most recent call first):\n"
    + STACK
    + "\nCurrent thread's C stack trace (most recent call first):\n  <cannot get C stack on this system>\n"
    + MODULES,
    "3.14 alarm": "Stack (most recent call first):\n" + STACK,
    "cut off": "Fatal Python error: Segmentation fault\n\nStack (most recent call first):\n" + STACK.rstrip("\n"),
    "deep": "Stack (most recent call first):\n" + STACK + STACK.replace("hw1", "far") * 20 + "  ...\n",
    "invalid frame": "Stack (most recent call first):\n" + STACK + "  <invalid frame>\n",
}
EXPECTED = (Frame("hw1.py", 15, "<module>"), Frame("hw1.py", 7, "f"))


@pytest.mark.parametrize("name", TEXTS)
def test_a_stack_is_taken_out_of_what_was_printed(name: str) -> None:
    text = TEXTS[name].replace("{host}", HOST)
    printed, frames = dumps.taken("before\n" + text + ("after\n" if text.endswith("\n") else ""), FOLDERS)
    assert printed == ("before\nafter\n" if text.endswith("\n") else "before\n")
    assert frames[-2:] == (() if "without frames" in name else EXPECTED)


@pytest.mark.parametrize("name", TEXTS)
def test_nothing_of_the_hosts_own_paths_is_left(name: str) -> None:
    text = TEXTS[name].replace("{host}", HOST)
    printed, frames = dumps.taken(text * 3, FOLDERS)
    assert HOST not in printed
    assert not any(HOST in frame.file for frame in frames)


FATAL = "Fatal Python error: _Py_CheckRecursiveCall: Cannot recover from stack overflow.\n"
FATAL += "Python runtime state: initialized\n\n"
FATAL += "Current thread 0x00007f5ba842b80a (most recent call first):\n"


def test_an_interpreter_that_gives_up_by_itself_shows_no_paths_either() -> None:
    printed, frames = dumps.taken(FATAL + STACK.replace("{host}", HOST), FOLDERS)
    assert HOST not in printed
    assert frames[-2:] == EXPECTED


def test_one_that_gives_up_while_collecting_garbage_shows_no_paths_either() -> None:
    printed, frames = dumps.taken(FATAL + "  Garbage-collecting\n" + STACK.replace("{host}", HOST), FOLDERS)
    assert HOST not in printed
    assert frames[-2:] == EXPECTED


# As this very interpreter writes them.

WAYS = {
    "alarm": "os.kill(os.getpid(), signal.SIGALRM)",
    "alarm in C": "signal.setitimer(signal.ITIMER_REAL, 0.05); sum(range(10 ** 7))",
    "segmentation fault": "ctypes.string_at(0)",
    "abort": "os.abort()",
    "end of the interpreter": "ctypes.pythonapi.Py_FatalError(b'told')",
    "end while collecting": "ring = [Last()]; ring.append(ring); del ring; gc.collect()",
}
SCRIPT = """import ctypes, faulthandler, gc, os, signal
faulthandler.enable(2, all_threads=False)
if hasattr(faulthandler, "register"): faulthandler.register(signal.SIGALRM, 2, all_threads=False)
class Last:
    def __del__(self): ctypes.pythonapi.Py_FatalError(b"told")
def f():
    {way}
os.write(2, b"before\\n")
f()
"""


@pytest.fixture(params=WAYS)
def real(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if sys.platform == "win32":
        pytest.skip("this system has no such signals")
    (tmp_path / "hw1.py").write_text(SCRIPT.replace("{way}", WAYS[request.param]))
    command = [sys.executable, "-I", "-S", str(tmp_path / "hw1.py")]
    said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    ends = {"segmentation fault": -signal.SIGSEGV, "alarm": 0, "alarm in C": 0}
    assert said.returncode == ends.get(request.param, -signal.SIGABRT)
    assert "(most recent call first)" in said.stderr
    return said.stderr


def test_what_this_interpreter_writes_is_understood(real: str, tmp_path: Path) -> None:
    printed, frames = dumps.taken(real, (str(tmp_path),))
    assert printed.startswith("before\n")
    assert str(tmp_path) not in printed
    assert str(Path(signal.__file__).parent) not in printed
    assert frames[0] == Frame("hw1.py", 9, "<module>")
    assert frames[1] == Frame("hw1.py", 7, "f")


# What is taken of them.


def test_the_last_of_many_stacks_tells_where_it_was() -> None:
    early = 'Stack (most recent call first):\n  File "/submission/a.py", line 1 in a\n'
    late = 'Stack (most recent call first):\n  File "/submission/b.py", line 2 in b\n'
    assert dumps.taken(f"{early}x\n{late}y", FOLDERS) == ("x\ny", (Frame("b.py", 2, "b"),))


def test_only_lines_below_the_submissions_folder_are_shown() -> None:
    text = "Stack (most recent call first):\n"
    for path in (
        "/etc/passwd",
        "/submission/../etc/passwd",
        "/submissions/x.py",
        "/submission",
        "/tmp/box/hw/part/x.py",  # noqa: S108 - only a name
        "<string>",
    ):
        text += f'  File "{path}", line 3 in g\n'
    assert dumps.taken(text, FOLDERS) == ("", (Frame("part/x.py", 3, "g"),))


def test_no_more_than_the_innermost_lines_are_shown() -> None:
    text = "Stack (most recent call first):\n"
    text += "".join(f'  File "/submission/x.py", line {n} in g\n' for n in range(1, 100))
    _, frames = dumps.taken(text, FOLDERS)
    assert [frame.line for frame in frames] == list(range(dumps._MOST, 0, -1))


@pytest.mark.parametrize(
    "line",
    [
        '  File "/submission/x.py", line 99999999 in g\n',
        '  File "/submission/x.py", line -1 in g\n',
        '  File "/submission/x.py", line 1 in \n',
        '  File "/submission/x.py", line 1\n',
        '  File "/submission/x".py", line 1 in g\n',
    ],
)
def test_lines_that_no_interpreter_writes_are_no_frames(line: str) -> None:
    assert dumps.taken("Stack (most recent call first):\n" + line, FOLDERS) == ("", ())


def test_names_of_any_length_are_cut() -> None:
    text = f'Stack (most recent call first):\n  File "/submission/{"x" * 3000}", line 3 in {"g" * 100}\n'
    _, (frame,) = dumps.taken(text, FOLDERS)
    assert (len(frame.file), len(frame.function)) == (300, 100)


@pytest.mark.parametrize(
    "text",
    [
        "Stack (most recent call first)",
        "  Stack of books (most recent call first):\nmine",
        "Thread (most recent call first):\n",
        "Fatal Python error: none\n\nnone",
        "Extension modules: none\n",
        'File "/submission/hw1.py", line 3 in f\n',
        "",
        "\n\n\n",
    ],
)
def test_what_is_no_stack_stays_as_printed(text: str) -> None:
    assert dumps.taken(text, FOLDERS) == (text, ())


# What is said of them.


@pytest.mark.parametrize("kind", ["timed_out", "crashed"])
def test_a_hang_or_crash_is_told_with_its_innermost_line(kind: str) -> None:
    found = dumps.located(Failure(kind, "It ended."), EXPECTED)  # type: ignore[arg-type]
    assert found.message == "It ended. It was at line 7 of hw1.py, in f."
    assert found.frames == EXPECTED


@pytest.mark.parametrize("kind", ["raised", "out_of_memory", "skipped", "too_much_output"])
def test_other_failures_are_told_as_they_are(kind: str) -> None:
    failure = Failure(kind, "It ended.")  # type: ignore[arg-type]
    assert dumps.located(failure, EXPECTED) is failure
    assert dumps.located(Failure("crashed", "It ended."), ()).message == "It ended."
