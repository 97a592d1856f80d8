"""Where the kernel is not Linux there are no layers but `process`, no pidfd, and nobody dies with a parent.

A child that is told so, and a host without `os.pidfd_open`, stand in for such a system.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from grader.errors import IsolationError
from grader.rubric import Limits
from grader.sandbox import warm as warming
from grader.sandbox.host import Call
from tests.conftest import opener
from tests.processes import alive, descendants, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import OpenSession

CALL = "def call(code, **inputs):\n    return {'out': code.f(**inputs)}\n"
QUICK = Limits(probe_seconds=1.0, import_seconds=2.0)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[warming.Warm]:
    """Return a warm parent on a system that is not Linux."""
    told = "import types; m.limits.libc.sys = types.SimpleNamespace(platform='darwin'); m.main"
    monkeypatch.setattr(warming, "_START", warming._START.replace("m.main", told))
    monkeypatch.delattr(os, "pidfd_open", raising=False)
    with warming.Warm() as parent:
        yield parent


def opened(elsewhere: warming.Warm) -> OpenSession:
    return opener(elsewhere)


def test_a_submission_runs_at_the_level_process(elsewhere: warming.Warm) -> None:
    with opened(elsewhere)(CALL, QUICK, hw1="def f(x): return 2 * x") as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        (reply,) = session.probe("call", [Call({"x": 3})])
        assert session.level == "process"
    assert reply.outputs["out"].array == 6


@pytest.mark.parametrize("level", ["strict", "landlock"])
def test_the_other_levels_are_refused_with_a_reason(elsewhere: warming.Warm, level: str) -> None:
    with (
        pytest.raises(IsolationError, match=f"{level}: .* Linux's alone"),
        opened(elsewhere)(CALL, level=level, hw1=""),
    ):
        pass


def test_a_hang_and_what_it_started_end_with_the_session(elsewhere: warming.Warm) -> None:
    source = "import os\ndef f():\n    os.fork()\n    while True: pass"
    with opened(elsewhere)(CALL, QUICK, hw1=source) as session:
        session.load({"hw1.py": "hw1.py"})
        started = time.monotonic()
        (reply,) = session.probe("call", [Call({})])
        left = descendants(elsewhere.process.pid)
        assert reply.failure is not None
        assert reply.failure.kind == "timed_out"
        assert time.monotonic() - started < 5
        assert within(2, lambda: not alive(left))
        assert session.probe("call", [Call({})])[0].failure is not None  # in a new session
