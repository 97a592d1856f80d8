"""Run one attack at one level of isolation beside a perfect submission, and say what it broke."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import threading
import time
import types
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected
from grader.course import AssignmentFolder
from grader.engine import run as engine
from grader.errors import GradeError, IsolationError
from grader.rubric import Limits
from grader.sandbox.host import LEVELS, Session, Settings
from grader.workspace import workspace
from tests import processes, toy
from tests.attacks import deeds
from tests.attacks.traps import Traps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.warm import Warm
    from tests.attacks.attack import Attack

PATIENCE = 10.0  # beyond what is allowed, after which what still runs is ended from here
WRONG = toy.SOLUTION
for _right, _zeros in (
    ("self.kept_for_the_slope * x", "np.zeros_like(x)"),
    ("2.0 * self.kept_for_the_slope", "np.zeros_like(self.kept_for_the_slope)"),
    ("0.5 * np.mean(residual_of_the_line**2)", "0.0"),
    ("x.T @ residual_of_the_line / len(x), residual_of_the_line.mean(keepdims=True)", "np.zeros(2), np.zeros(1)"),
    ("np.random.standard_normal(n)", "np.zeros(n)"),
):
    WRONG = WRONG.replace(_right, _zeros)
BESIDE = {"right.py": toy.SOLUTION, "wrong.py": WRONG}


@dataclass(frozen=True)
class Result:
    """How one attack went. `broken` are sentences: what it did that it must not do, promised or not."""

    attack: str
    level: str
    promised: bool
    broken: tuple[str, ...]
    points: float | None = None
    deserves: float | None = None
    seconds: float = 0.0
    processes: int = 0
    files: int = 0

    @property
    def outcome(self) -> str:
        """One of: held, BROKE, not promised."""
        return "not promised" if not self.promised else "BROKE" if self.broken else "held"


def offered(warm: Warm) -> list[str]:
    """Return the levels that this machine gives, the strictest first."""
    found = []
    for level in LEVELS:
        with contextlib.suppress(IsolationError), workspace() as space:
            space.submission.mkdir()
            with Session(warm, space, "", Settings(Limits(), level)):
                found.append(level)
    return found


def run(attack: Attack, level: str, warm: Warm, finished: Path, canary: str = "") -> Result:
    """Grade the attack, and a perfect submission after it, in the finished toy course."""
    with Traps(finished, canary) as traps:
        handed_in = hand_in(attack, traps, warm)
        folder = AssignmentFolder(traps.course / "reference" / "toy")
        job = engine.Job(folder, expected.load(folder), Settings(attack.limits, level))
        pair = [("attack", handed_in), ("neighbour", traps.classmate)]
        done = _watched(job, warm, pair)
        files = traps.left()
        broken = tuple(deeds.broken(attack, level, done, traps, files))
        if warm.process.poll() is not None:
            broken += ("the warm parent ended",)
    points = getattr(done.reports[0], "score", None)
    return Result(
        attack.name,
        level,
        level in attack.holds,
        broken,
        points,
        attack.deserves,
        round(done.seconds, 2),
        done.processes,
        len(files),
    )


def hand_in(attack: Attack, traps: Traps, warm: Warm) -> Path:
    """Write the attack as it is handed in; return its path."""
    text = attack.path.read_text(encoding="utf-8")
    for word, meaning in traps.words(warm.process.pid).items():
        text = text.replace(word, meaning)
    if attack.kind == "archives":  # the code is ours: it runs here, and builds what is handed in
        module = types.ModuleType(attack.path.stem)
        exec(compile(text, attack.path, "exec"), module.__dict__)  # noqa: S102
        return Path(module.build(traps.submission))
    for name, source in {"toy.py": text, **BESIDE}.items():
        (traps.submission / name).write_text(source, encoding="utf-8")
    return traps.submission


def _watched(job: engine.Job, warm: Warm, submissions: list[tuple[str, Path]]) -> deeds.Run:
    """Grade, while the time, this process's memory and its descendants are watched."""
    patience = deeds.allowed(job.settings.limits) + PATIENCE
    with _adopting():
        before = processes.descendants(os.getpid())
        memory, started = _peak(fresh=True), time.monotonic()
        guard = threading.Timer(patience, os.kill, (warm.process.pid, signal.SIGKILL))
        guard.start()
        try:
            reports = engine.grade(job, warm, submissions)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - whatever an attack made the grader raise
            reports = [error if isinstance(error, GradeError) else GradeError(f"{type(error).__name__}: {error}")]
        finally:
            guard.cancel()
        seconds, growth = time.monotonic() - started, _peak() - memory
        return deeds.Run(reports, seconds, growth, _end_what_is_left(before))


@contextlib.contextmanager
def _adopting() -> Iterator[None]:
    """Be the parent of descendants whose own parent ends, so that none of them gets out of sight."""
    set_child_subreaper, libc = 36, ctypes.CDLL(None, use_errno=True)
    libc.prctl(set_child_subreaper, 1, 0, 0, 0)
    try:
        yield
    finally:
        libc.prctl(set_child_subreaper, 0, 0, 0, 0)


def _end_what_is_left(before: set[processes.Process]) -> int:
    """Return how many processes stayed although they had time to end; end them."""

    def new() -> set[processes.Process]:
        return processes.descendants(os.getpid()) - before

    processes.within(2.0, lambda: not processes.alive(new()))
    left = new()
    staying = processes.alive(left)
    for pid, _ in left:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(ChildProcessError):  # not ours yet, or never
            os.waitpid(pid, 0)
    return len(staying)


def _peak(*, fresh: bool = False) -> int:
    """Return the largest memory, in bytes, that this process had; `fresh` makes it count anew from now."""
    if fresh:
        Path("/proc/self/clear_refs").write_text("5")
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM"))
