"""Confinement, tried for real: what each level refuses, what a child can see, and what it leaves behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from grader.doctor import Level, examine, titles
from grader.errors import GraderError, IsolationError
from grader.rubric import Limits
from grader.sandbox.confined import Confined, RefusedError, Workspace
from grader.sandbox.host import Call
from grader.sandbox.warm import ENVIRONMENT, Warm
from tests.processes import Process, alive, descendants, within

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.conftest import OpenSession

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the levels are made of Linux's layers")
QUICK = Limits(probe_seconds=2.0, import_seconds=2.0)
CALL = "def call(code, **inputs):\n    return {'out': code.f(**inputs)}\n"
NEEDED = {"strict", "landlock", "process"}
# What each level does not promise to refuse (docs/architecture.md).
POSSIBLE = {
    "strict": set[str](),
    "landlock": {"fork_bomb"},
    "process": set(titles()) - {"memory"},
}


@pytest.fixture(scope="module")
def levels(warm: Warm) -> dict[str, Level]:
    return {level.name: level for level in examine(warm)}


def had(levels: dict[str, Level], name: str) -> Level:
    if levels[name].why_not:
        pytest.skip(levels[name].why_not)
    return levels[name]


def test_every_level_is_tried_and_every_act_told(levels: dict[str, Level]) -> None:
    assert set(levels) == NEEDED
    for level in levels.values():
        assert level.why_not or set(level.refused or {}) == set(titles())


@pytest.mark.parametrize("name", sorted(NEEDED))
def test_a_level_refuses_what_it_promises(levels: dict[str, Level], name: str) -> None:
    refused = had(levels, name).refused or {}
    assert {act for act, was in refused.items() if not was} <= POSSIBLE[name]


@pytest.mark.parametrize(
    ("name", "layers"),
    [
        ("strict", ["namespaces", "read-only root", "no privileges", "Landlock", "seccomp", "limits", "environment"]),
        ("landlock", ["no privileges", "Landlock", "seccomp", "limits", "environment"]),
        ("process", ["limits", "environment"]),
    ],
)
def test_a_level_states_its_layers(levels: dict[str, Level], name: str, layers: list[str]) -> None:
    said = ", ".join(had(levels, name).layers)
    assert all(layer in said for layer in layers)


def test_the_best_level_to_be_had_is_used_and_stated(levels: dict[str, Level], open_session: OpenSession) -> None:
    best = next(name for name in ("strict", "landlock", "process") if not levels[name].why_not)
    with open_session(CALL, hw1="") as session:
        assert session.level == best
        assert session.layers == levels[best].layers


def refusing(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let this machine refuse some levels."""

    def opened(warm: Warm, space: Workspace, driver: str, limits: Limits, level: str) -> Confined:
        if level in names:
            raise RefusedError("no such thing here")
        return Confined(warm, space, driver, limits, level)

    monkeypatch.setattr("grader.sandbox.host.Confined", opened)


def test_a_level_that_cannot_be_had_is_an_error_and_never_a_silent_switch(
    monkeypatch: pytest.MonkeyPatch, open_session: OpenSession
) -> None:
    refusing(monkeypatch, "strict")
    with pytest.raises(IsolationError) as refused, open_session(CALL, level="strict", hw1=""):
        pass
    assert str(refused.value).startswith(
        "This machine refuses the isolation that is needed. strict: no such thing here."
    )


def test_without_a_wish_the_next_level_is_taken_and_stated(
    monkeypatch: pytest.MonkeyPatch, open_session: OpenSession
) -> None:
    refusing(monkeypatch, "strict", "landlock")
    with open_session(CALL, hw1="") as session:
        assert session.level == "process"
    refusing(monkeypatch, "strict", "landlock", "process")
    with pytest.raises(IsolationError, match=r"strict: .*; landlock: .*; process: "), open_session(CALL, hw1=""):
        pass


def test_a_session_that_is_opened_again_keeps_its_level(
    monkeypatch: pytest.MonkeyPatch, open_session: OpenSession
) -> None:
    with open_session(CALL, Limits(probe_seconds=0.3), hw1="def f():\n    while True: pass") as session:
        session.load({"hw1.py": "hw1.py"})
        first = session.level
        session.probe("call", [Call({})])  # hangs, and takes the session with it
        refusing(monkeypatch, first)
        with pytest.raises(IsolationError):
            session.probe("call", [Call({})])


def test_a_level_that_is_none_is_refused(open_session: OpenSession) -> None:
    with pytest.raises(IsolationError, match="none: there is no such level"), open_session(CALL, level="none", hw1=""):
        pass


def seen(open_session: OpenSession, expression: str, level: str = "auto") -> str:
    """Return what an expression gives inside, as text."""
    source = f"import os, sys\ndef f():\n    try: found = {expression}\n    except OSError: found = 'refused'\n"
    source += "    print(found)\n    return 0\n"
    with open_session(CALL, QUICK, level, hw1=source) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        (reply,) = session.probe("call", [Call({})])
    assert reply.failure is None
    return reply.printed.strip()


@pytest.mark.parametrize("level", sorted(NEEDED))
def test_the_childs_environment_holds_nothing_of_the_hosts(
    monkeypatch: pytest.MonkeyPatch, levels: dict[str, Level], level: str
) -> None:
    from tests.conftest import opener  # noqa: PLC0415

    had(levels, level)
    monkeypatch.setenv("SECRET_OF_THE_HOST", "hunter2")
    monkeypatch.setenv("PYTHONPATH", "/secret/place")
    with Warm() as parent:
        said = seen(opener(parent), "dict(os.environ), sys.path, sys.argv, sys.orig_argv", level)
    assert "hunter2" not in said
    assert "/secret/place" not in said
    for name in set(os.environ) - set(ENVIRONMENT) - {"HOME", "TMPDIR"}:
        assert f"'{name}'" not in said


@pytest.mark.parametrize("level", ["strict", "landlock"])
@pytest.mark.parametrize(
    "path", ["/etc/passwd", "/etc/hostname", "/home", "/root", "/proc/self/environ", "/sys", "/var"]
)
def test_the_child_sees_nothing_of_the_host(
    levels: dict[str, Level], open_session: OpenSession, path: str, level: str
) -> None:
    had(levels, level)
    if not Path(path).exists():
        pytest.skip(f"there is no {path} here")
    assert seen(open_session, f"os.listdir({path!r}) if os.path.isdir({path!r}) else open({path!r}).read()", level) in (
        "refused",
        *(["[]", "['.pyenv']"] if path == "/root" and level == "strict" else []),  # an interpreter may live there
    )


@pytest.mark.parametrize("level", ["strict", "landlock"])
def test_the_child_sees_no_file_of_the_course(
    levels: dict[str, Level], open_session: OpenSession, finished_toy: Path, level: str
) -> None:
    had(levels, level)
    for path in ("reference/toy/solution/toy.py", "reference/toy/expected/hidden.npz", "reference"):
        place = str(finished_toy / path)
        assert seen(open_session, f"os.stat({place!r}) and open({place!r}, 'rb').read()", level) == "refused"


@pytest.mark.parametrize("level", ["strict", "landlock"])
def test_the_child_may_write_its_scratch_folder_alone(
    levels: dict[str, Level], open_session: OpenSession, level: str
) -> None:
    had(levels, level)
    assert seen(open_session, "open('note.txt', 'w').write('abc')", level) == "3"
    for place in ("hw1.py", "/note.txt", "/tmp/../note.txt", sys.prefix + "/note.txt"):  # noqa: S108
        assert seen(open_session, f"open({place!r}, 'w').write('abc')", level) == "refused"


def test_no_descriptor_of_the_host_is_open_inside(open_session: OpenSession) -> None:
    source = """
        import os
        def is_open(n):
            try: os.fstat(n)
            except OSError: return False
            return True
        def f():
            print([n for n in range(3, 4096) if is_open(n)])
            return 0
    """
    with open_session(CALL, QUICK, hw1=textwrap.dedent(source)) as session:
        session.load({"hw1.py": "hw1.py"})
        (reply,) = session.probe("call", [Call({})])
    assert len(json.loads(reply.printed)) == 3  # the calls of the probe, its socket, and the file that it prints to


@pytest.mark.parametrize(("level", "most"), [("strict", Limits().processes), ("landlock", 4096), ("process", 4096)])
def test_processes_are_counted_where_they_are_the_submissions_own(
    levels: dict[str, Level], open_session: OpenSession, level: str, most: int
) -> None:
    had(levels, level)
    said = seen(open_session, "__import__('resource').getrlimit(__import__('resource').RLIMIT_NPROC)[0]", level)
    assert 0 < int(said) <= most
    assert int(said) == most or level != "strict"


@pytest.mark.parametrize("level", ["landlock", "process"])
def test_a_user_with_many_processes_is_graded_all_the_same(
    levels: dict[str, Level], open_session: OpenSession, level: str
) -> None:
    had(levels, level)
    others = [subprocess.Popen(["sleep", "30"]) for _ in range(40)]  # noqa: S607 - any program will do
    try:
        assert seen(open_session, "'graded'", level) == "graded"
    finally:
        for other in others:
            other.kill()
            other.wait()


DAEMON = """
import os, time
def daemon():
    if os.fork() == 0:
        try: os.setpgid(0, 0); os.setsid()
        except OSError: pass
        if os.fork() == 0:
            while True: time.sleep(1)
        time.sleep(0.2)
        os._exit(0)
    time.sleep(0.4)
"""


@pytest.mark.parametrize("level", sorted(NEEDED))
def test_a_daemon_made_at_import_does_not_outlive_it(
    levels: dict[str, Level], open_session: OpenSession, warm: Warm, level: str
) -> None:
    had(levels, level)
    source = DAEMON + "daemon()\ndef f(): return 1\n"
    with open_session(CALL, QUICK, level, hw1=source) as session, ThreadPoolExecutor(1) as pool:
        before = descendants(warm.process.pid)
        loading = pool.submit(session.load, {"hw1.py": "hw1.py"})
        meanwhile: set[Process] = set()
        while not loading.done():
            meanwhile |= descendants(warm.process.pid) - before
            time.sleep(0.01)
        assert len(meanwhile) >= 2  # the one that forked, the daemon
        assert within(2, lambda: not alive(meanwhile))
        (reply,) = session.probe("call", [Call({})])
        assert reply.failure is None


@pytest.mark.parametrize("way", ["os.fork()", "ctypes.CDLL(None).vfork()", "os.posix_spawn('/bin/true', ['x'], {})"])
def test_a_probe_makes_no_processes_where_they_are_not_counted(
    levels: dict[str, Level], open_session: OpenSession, way: str
) -> None:
    if "not counted" not in ", ".join(had(levels, "landlock").layers):
        pytest.skip("each session has a user id of its own here, by which its processes are counted")
    source = f"""
import ctypes, os, threading
def f():
    done = []
    thread = threading.Thread(target=done.append, args=(1,))
    thread.start()
    thread.join()
    try: made = {way} >= 0
    except OSError: made = False
    return [len(done), made]
"""
    with open_session(CALL, QUICK, "landlock", hw1=source) as session:
        assert session.load({"hw1.py": "hw1.py"}).failure is None
        (reply,) = session.probe("call", [Call({})])
    assert reply.failure is None
    array = reply.outputs["out"].array
    assert array is not None
    assert array.tolist() == [1, 0]


@pytest.mark.parametrize("level", sorted(NEEDED))
def test_a_daemon_made_by_a_probe_does_not_outlive_it(
    levels: dict[str, Level], open_session: OpenSession, warm: Warm, level: str
) -> None:
    counted = "not counted" not in ", ".join(had(levels, level).layers)
    with (
        open_session(CALL, QUICK, level, hw1=f"{DAEMON}f = daemon") as session,
        ThreadPoolExecutor() as pool,
    ):
        session.load({"hw1.py": "hw1.py"})
        before = descendants(warm.process.pid)
        probing = pool.submit(session.probe, "call", [Call({})])
        meanwhile: set[Process] = set()
        while not probing.done():
            meanwhile |= descendants(warm.process.pid) - before
            time.sleep(0.01)
        assert len(meanwhile) >= 3 or not (counted or level == "process")  # the probe, who forked, the daemon
        assert within(2, lambda: not alive(meanwhile))


def test_a_closed_session_leaves_no_process(open_session: OpenSession, warm: Warm) -> None:
    already = descendants(warm.process.pid)
    with open_session(CALL, QUICK, hw1="def f():\n    while True: pass") as session:
        session.load({"hw1.py": "hw1.py"})
        started = descendants(warm.process.pid) - already
        assert started
        begun = time.monotonic()
        session.probe("call", [Call({})])
        assert time.monotonic() - begun < 4
    assert within(2, lambda: not alive(started))


@pytest.fixture
def own_parent() -> Iterator[Warm]:
    with Warm() as parent:
        yield parent


def test_when_the_warm_parent_dies_its_sessions_die_and_it_is_our_fault(own_parent: Warm) -> None:
    from tests.conftest import opener  # noqa: PLC0415

    with opener(own_parent)(CALL, QUICK, hw1="def f(): return 1") as session:
        session.load({"hw1.py": "hw1.py"})
        started = descendants(own_parent.process.pid)
        own_parent.process.kill()
        assert within(2, lambda: not alive(started))
        with pytest.raises(GraderError, match="warm parent is gone"):
            session.probe("call", [Call({})])


@pytest.mark.parametrize("level", sorted(NEEDED))
def test_a_session_that_was_killed_while_idle_is_opened_again(
    levels: dict[str, Level], open_session: OpenSession, level: str
) -> None:
    had(levels, level)
    with open_session(CALL, QUICK, level, hw1="def f(): return 1") as session:
        session.load({"hw1.py": "hw1.py"})
        assert session._child is not None
        signal.pidfd_send_signal(session._child._pidfd, signal.SIGKILL)
        time.sleep(0.1)
        (reply,) = session.probe("call", [Call({})])
    assert reply.failure is None
