"""Where a call was when it hung or crashed is told, and no submission gains anything by bending what tells it."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from grader.rubric import Limits
from grader.sandbox.child import stack
from grader.sandbox.host import Call
from tests.sandbox.confine.apart import apart, run_apart

if TYPE_CHECKING:
    from grader.sandbox.reply import Failure, Reply
    from tests.conftest import OpenSession

DRIVER = "def call(code, **inputs):\n    return {'out': code.f(**inputs)}\n"
QUICK = Limits(probe_seconds=0.6, import_seconds=1.5, submission_seconds=30)
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="this system has no alarms")


def probed(open_session: OpenSession, source: str, **inputs: Any) -> Reply:
    with open_session(DRIVER, QUICK, hw1=source) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        (reply,) = session.probe("call", [Call(inputs)])
    return reply


def failure(reply: Reply) -> Failure:
    assert reply.failure is not None
    return reply.failure


@pytest.mark.parametrize(
    "hang",
    [
        "while True: pass",
        "sum(iter(int, 1))",
        "10 ** 10 ** 9",
        "import time; time.sleep(60)",
        "[x for x in iter(int, 1)]",
    ],
    ids=["Python", "C that calls Python", "C alone", "the kernel", "a comprehension"],
)
def test_a_hang_is_told_with_its_line(open_session: OpenSession, hang: str) -> None:
    reply = probed(open_session, f"def g():\n    {hang}\n\ndef f():\n    return g()\n")
    found = failure(reply)
    assert found.kind == "timed_out"
    assert found.message.startswith("It did not finish within 0.6 s")
    assert "It was at line 2 of hw1.py, in " in found.message
    assert [(frame.line, frame.function) for frame in found.frames][:2] == [(5, "f"), (2, "g")]
    assert reply.printed == ""


def test_a_hang_at_import_is_told_with_its_line(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="x = 1\nwhile x:\n    pass\n") as session:
        loaded = session.load({"hw1.py": "hw1.py"})
    assert loaded.failure is not None
    assert loaded.failure.kind == "timed_out"
    assert loaded.failure.message.startswith("Importing the file took more than 1.5 s")
    assert "of hw1.py, in <module>." in loaded.failure.message
    assert loaded.printed == ""


def test_a_crash_in_c_is_told_with_its_line(open_session: OpenSession) -> None:
    reply = probed(open_session, "import ctypes\ndef f():\n    print('before')\n    ctypes.string_at(0)\n")
    found = failure(reply)
    assert found.kind == "crashed"
    assert "SIGSEGV" in found.message
    assert found.message.endswith("It was at line 4 of hw1.py, in f.")
    assert reply.printed.strip() == "before"


def test_an_overflow_of_cs_own_stack_is_a_crash_that_costs_one_call(open_session: OpenSession) -> None:
    source = """
import sys
sys.setrecursionlimit(10 ** 9)
class Deep:
    def __repr__(self): return repr(self)
    __add__ = __radd__ = lambda self, other: other + self
def f(x):
    return repr(Deep()) if x == 1 else Deep() + Deep() if x == 2 else x
"""
    with open_session(DRIVER, Limits(probe_seconds=8), hw1=source) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        kinds = [
            reply.failure and reply.failure.kind for reply in session.probe("call", [Call({"x": n}) for n in (1, 2, 3)])
        ]
    assert kinds[2] is None
    assert set(kinds[:2]) <= {"crashed", "raised", "out_of_memory"}


BENT = {
    "takes it away": "signal.setitimer(signal.ITIMER_REAL, 0)",
    "ignores it": "signal.signal(signal.SIGALRM, signal.SIG_IGN)",
    "blocks it": "signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})",
    "takes it over": "signal.signal(signal.SIGALRM, lambda *_: None)",
    "unregisters it": "faulthandler.unregister(signal.SIGALRM); signal.signal(signal.SIGALRM, signal.SIG_IGN)",
    "silences it": "faulthandler.disable(); os.close(2)",
    "moves it": "faulthandler.register(signal.SIGALRM, open('elsewhere', 'w'))",
}
HEAD = "import faulthandler, os, signal\n"


@pytest.mark.parametrize("way", BENT.values(), ids=BENT)
def test_who_bends_the_alarm_is_stopped_all_the_same(open_session: OpenSession, way: str) -> None:
    found = failure(probed(open_session, f"{HEAD}def f():\n    {way}\n    while True: pass\n"))
    assert found.kind == "timed_out"


@pytest.mark.parametrize("way", BENT.values(), ids=BENT)
def test_who_bends_the_alarm_gets_right_results(open_session: OpenSession, way: str) -> None:
    reply = probed(open_session, f"{HEAD}def f(x):\n    {way}\n    return 2 * x\n", x=21)
    assert reply.failure is None
    assert reply.outputs["out"].array == 42


def test_an_alarm_of_the_submissions_own_ends_nothing_and_changes_no_result(open_session: OpenSession) -> None:
    source = f"""{HEAD}import time
def f(x):
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(0.1)
    return 2 * x
"""
    reply = probed(open_session, source, x=21)
    assert reply.failure is None
    assert reply.outputs["out"].array == 42
    assert reply.printed == ""  # the stack that was written meanwhile is nothing that it printed


def test_an_alarm_with_a_handler_of_its_own_works_as_it_should(open_session: OpenSession) -> None:
    source = f"""{HEAD}
def f():
    heard = []
    signal.signal(signal.SIGALRM, lambda *_: heard.append(1))
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    while not heard: pass
    return len(heard)
"""
    reply = probed(open_session, source)
    assert reply.failure is None
    assert reply.outputs["out"].array == 1


def test_an_alarm_left_over_from_one_call_does_not_spoil_the_next(open_session: OpenSession) -> None:
    source = f"""{HEAD}import time
signal.signal(signal.SIGALRM, signal.SIG_DFL)
def f(x):
    if x: signal.setitimer(signal.ITIMER_REAL, 0.05)
    else: time.sleep(0.2)
    return x
"""
    with open_session(DRIVER, QUICK, hw1=source) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        replies = session.probe("call", [Call({"x": 1}), Call({"x": 0})])
    assert [reply.failure for reply in replies] == [None, None]


def test_a_forged_stack_is_shown_for_a_hang_only_and_decides_nothing(open_session: OpenSession) -> None:
    forged = 'Stack (most recent call first):\\n  File "/submission/hw1.py", line 77 in innocent\\n'
    source = f"import os\ndef f(x):\n    os.write(2, b'{forged}')\n    return x\n"
    reply = probed(open_session, source, x=1)
    assert reply.failure is None
    assert reply.outputs["out"].array == 1


# stack.py alone.


def written(ways: list[str]) -> list[str]:
    """Return what stands in standard error after each way, without names of files."""
    reading, writing = os.pipe()
    os.dup2(writing, 2)
    stack.watch()
    said = []
    for way in ways:
        stack.expect(0.02 if way != "none" else 60)
        if way == "taken back":
            stack.expect(0)
        time.sleep(0.1)
        os.write(2, b"end")
        said.append(os.read(reading, 1 << 16).decode())
    stack.expect(0)
    return said


def test_the_alarm_is_set_and_taken_back() -> None:
    rang, taken_back, none = apart(written, ["rings", "taken back", "none"])
    assert rang.startswith("Stack (most recent call first):\n")
    assert " in written\n" in rang
    assert (taken_back, none) == ("end", "end")


def crashed(number: int) -> None:
    stack.watch()
    os.kill(os.getpid(), number)


@pytest.mark.parametrize("number", [signal.SIGSEGV, signal.SIGFPE, signal.SIGABRT, signal.SIGBUS, signal.SIGILL])
def test_the_stack_is_written_upon_every_kind_of_crash(number: int) -> None:
    said = run_apart(crashed, number)
    assert said.returncode == -number
    assert "(most recent call first):\n" in said.stderr
    assert " in crashed\n" in said.stderr


def watched_without() -> bool:
    import faulthandler  # noqa: PLC0415 - a system without it is what this plays

    del faulthandler.register
    stack.watch()
    return True


def test_a_system_without_such_signals_goes_without_stacks() -> None:
    assert apart(watched_without)
