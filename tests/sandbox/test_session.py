"""A confined session: values come back, and whatever goes wrong costs one check and is named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from grader.gradcheck import Sweep
from grader.rubric import Limits
from grader.sandbox.host import Call

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from grader.sandbox.reply import Failure, Reply
    from tests.conftest import OpenSession

QUICK = Limits(probe_seconds=0.5, import_seconds=1.0, submission_seconds=20.0)
DRIVER = """
def call(code, **inputs):
    return {"out": code.f(**inputs)}

def both(code, x):
    yield {"first": code.f(x)}
    yield {"second": code.g(x), "parts[]": [x, None]}
"""


def failure(reply: Reply) -> Failure:
    assert reply.failure is not None
    return reply.failure


def answer(open_session: OpenSession, source: str, *calls: Mapping[str, Any], limits: Limits = QUICK) -> list[Reply]:
    with open_session(DRIVER, limits, hw1=source) as session:
        wrong = session.load({"hw1.py": "hw1.py"}).failure
        assert wrong is None
        return session.probe("call", [Call(inputs) for inputs in calls or [{}]])


def test_arrays_go_in_and_come_back(open_session: OpenSession) -> None:
    (reply,) = answer(open_session, "def f(x, n): return x * n", {"x": np.arange(6.0).reshape(2, 3), "n": 2})
    value = reply.outputs["out"]
    assert value.kind == "array"
    assert value.array is not None
    np.testing.assert_array_equal(value.array, [[0, 2, 4], [6, 8, 10]])


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def f(): return None", "none"),
        ("def f(): return 1.5", "scalar"),
        ("def f(): return True", "scalar"),
        ("def f(): return [[1, 2], [3, 4]]", "list"),
        ("def f(): return [[1, 2], [3]]", "ragged"),
        ("def f(): return 'text'", "object"),
        ("def f(): return f", "object"),
        ("import numpy as np\ndef f(): return np.matrix([[1.0]])", "subclass"),
        ("import numpy as np\ndef f(): return np.array([None, 1])", "object"),
        ("import numpy as np\ndef f(): return np.broadcast_to(1.0, (10**5, 10**5))", "large"),
        ("class L:\n  def __array__(self, *a, **k): raise SystemExit\ndef f(): return L()", "object"),
    ],
)
def test_what_came_back_is_described(open_session: OpenSession, source: str, kind: str) -> None:
    (reply,) = answer(open_session, source)
    assert reply.outputs["out"].kind == kind


def test_what_was_yielded_before_an_exception_still_counts(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="def f(x): return x\ndef g(x): raise ValueError('no')") as session:
        session.load({"hw1.py": "hw1.py"})
        (reply,) = session.probe("both", [Call({"x": np.ones(2)})])
    assert list(reply.outputs) == ["first"]
    assert failure(reply).kind == "raised"


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("def g(): pass", "missing", "`f` is not defined in hw1.py"),
        ("def f(): raise NotImplementedError", "missing", "Not implemented yet (line 1 of hw1.py, in f)"),
        ("def f(): raise NotImplemented", "missing", "Not implemented yet"),
        ("def f(): return 1 / 0", "raised", "ZeroDivisionError: division by zero (line 1 of hw1.py, in f)"),
        ("def f(): raise SystemExit('bye')", "raised", "SystemExit"),
        ("def f(): raise KeyboardInterrupt", "raised", "KeyboardInterrupt"),
        ("def f(): return f()", "raised", "RecursionError"),
        ("def f(): input()", "raised", "EOFError"),
        ("import os\ndef f(): os._exit(3)", "crashed", "exit status 3"),
        ("import os\ndef f(): os.kill(os.getpid(), 9)", "crashed", "SIGKILL"),
        ("import os\ndef f(): os.abort()", "crashed", "SIGABRT"),
        ("import ctypes\ndef f(): ctypes.string_at(0)", "crashed", "SIGSEGV"),
        ("def f():\n  while True: pass", "timed_out", "within 0.5 s"),
        ("import time\ndef f(): time.sleep(60)", "timed_out", "within 0.5 s"),
        ("import numpy as np\ndef f(): return np.ones((10**5, 10**5))", "out_of_memory", "1024 MiB"),
        ("def f():\n  while True: print('x' * 10000)", "too_much_output", "printed without end"),
    ],
)
def test_a_failure_is_named(open_session: OpenSession, source: str, kind: str, words: str) -> None:
    (reply,) = answer(open_session, source, limits=replace(QUICK, probe_seconds=0.5 if kind == "timed_out" else 10.0))
    found = failure(reply)
    assert found.kind == kind, found
    assert words in found.message


def test_a_crash_costs_its_own_case_only(open_session: OpenSession) -> None:
    source = "import os\ndef f(n):\n  if n == 1: os._exit(1)\n  return n"
    replies = answer(open_session, source, {"n": 0}, {"n": 1}, {"n": 2})
    assert [reply.failure and reply.failure.kind for reply in replies] == [None, "crashed", None]


def test_after_a_hang_the_rest_of_that_probe_is_skipped_and_the_next_probe_runs(open_session: OpenSession) -> None:
    source = "def f(n=0):\n  while n == 1: pass\n  return n"
    with open_session(DRIVER, QUICK, hw1=source) as session:
        session.load({"hw1.py": "hw1.py"})
        first = session.probe("call", [Call({"n": 1}), Call({"n": 2}), Call({"n": 1})])
        second = session.probe("call", [Call({"n": 2})])
    assert [failure(reply).kind for reply in first] == ["timed_out", "skipped", "skipped"]
    assert second[0].failure is None


def test_each_probe_starts_from_the_freshly_imported_submission(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="calls = []\ndef f():\n  calls.append(1)\n  return len(calls)") as session:
        session.load({"hw1.py": "hw1.py"})
        for _ in range(2):
            value = session.probe("call", [Call({})])[0].outputs["out"].array
            assert value == 1


def test_generators_are_seeded_for_each_call(open_session: OpenSession) -> None:
    source = "import numpy as np, random\ndef f(): return [np.random.rand(), random.random()]"
    first, second = answer(open_session, source, {}, {})
    assert first.outputs["out"].array is not None
    np.testing.assert_array_equal(first.outputs["out"].array, second.outputs["out"].array)


def test_prints_are_captured_and_bounded(open_session: OpenSession) -> None:
    source = "import os, sys\ndef f(n):\n  print('hello'); sys.stderr.write('there'); os.write(1, b'x' * n)"
    short, long = answer(open_session, source, {"n": 0}, {"n": 10**6})
    assert short.printed == "hello\nthere"
    assert len(long.printed) < 70_000
    assert long.printed.endswith("(cut)")


READS_AHEAD = """
import os, stat, numpy as np

def calls():
    for n in range(3, 64):
        try:
            if stat.S_ISREG(os.fstat(n).st_mode): return n
        except OSError: pass

def f(n):
    found = os.pread(calls(), 4096, 0)
    os.pwrite(calls(), b"x" * 4096, 0)
    return np.frombuffer(found, np.uint8)
"""


def test_a_call_can_read_those_of_its_own_request_only_and_spoil_no_others(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1=READS_AHEAD) as session:
        session.load({"hw1.py": "hw1.py"})
        said = [session.probe("call", [Call({"n": n})])[0].outputs["out"].array for n in ("first", "second")]
    first, second = (b"" if array is None else array.tobytes() for array in said)
    assert b'"first"' in first
    assert b'"second"' not in first
    assert b'"first"' not in second
    assert b'"second"' in second


def test_prints_belong_to_the_call_that_made_them(open_session: OpenSession) -> None:
    source = "import os\ndef f(n):\n  if n: print('call', n)\n  if n == 3: os._exit(0)"
    replies = answer(open_session, source, *({"n": n} for n in (1, 0, 2, 3, 4)))
    assert [reply.printed for reply in replies] == ["call 1\n", "", "call 2\n", "call 3\n", "call 4\n"]


def test_printing_too_much_costs_its_own_call_only(open_session: OpenSession) -> None:
    source = "import os\ndef f(n):\n  print('x' * n)\n  return n"
    replies = answer(open_session, source, {"n": 1}, {"n": 9 << 20}, {"n": 2})
    assert [reply.failure and reply.failure.kind for reply in replies] == [None, "too_much_output", None]
    assert replies[2].printed == "xx\n"


def test_what_is_larger_than_the_socket_holds_comes_back_as_well(open_session: OpenSession) -> None:
    source = "import numpy as np\ndef f(n): return np.full(1 << 18, n)"
    replies = answer(open_session, source, *({"n": n} for n in range(4)), limits=replace(QUICK, probe_seconds=5.0))
    for n, reply in enumerate(replies):
        assert reply.outputs["out"].array is not None
        np.testing.assert_array_equal(reply.outputs["out"].array, np.full(1 << 18, n))


def test_each_call_has_its_own_time(open_session: OpenSession) -> None:
    source = "import time\ndef f(n):\n  time.sleep(n)\n  return n"
    slow = [{"n": 0.3}] * 3 + [{"n": 2.0}]
    replies = answer(open_session, source, *slow, limits=replace(QUICK, probe_seconds=0.6))
    assert [reply.failure and reply.failure.kind for reply in replies] == [None, None, None, "timed_out"]


def test_a_sweep_returns_the_forward_output_for_each_perturbed_input(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="def f(w, b): return (w[0] ** 2).sum() + b") as session:
        session.load({"hw1.py": "hw1.py"})
        sweep = Sweep("w[0]", np.array([[1.0, 2.0], [3.0, 4.0]]))
        (reply,) = session.probe("call", [Call({"w": [np.zeros(2)], "b": 1.0}, [sweep], "out")])
    assert reply.outputs["w[0]"].array is not None
    np.testing.assert_array_equal(reply.outputs["w[0]"].array, [6.0, 26.0])


def test_training_at_import_is_stopped_with_advice(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="while True: pass") as session:
        wrong = session.load({"hw1.py": "hw1.py"}).failure
    assert wrong is not None
    assert wrong.kind == "timed_out"
    assert "__main__" in wrong.message


def test_an_exception_at_import_is_told_with_its_line(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="x = 1\ny = x.nothing\n") as session:
        wrong = session.load({"hw1.py": "hw1.py"}).failure
    assert wrong is not None
    assert "line 2 of hw1.py" in wrong.message


def test_what_was_defined_before_the_import_stopped_is_kept(open_session: OpenSession) -> None:
    with open_session(DRIVER, QUICK, hw1="def f(): return 1\nopen('data.csv')\ndef g(): pass\n") as session:
        loaded = session.load({"hw1.py": "hw1.py"})
        (reply,) = session.probe("call", [Call({})])
    assert loaded.failure is None
    assert loaded.stopped is not None
    assert "line 2 of hw1.py" in loaded.stopped.message
    assert reply.failure is None
