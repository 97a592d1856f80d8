"""Run one attack at one level of isolation beside a perfect submission, and say what it broke."""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import os
import signal
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected
from grader.course import AssignmentFolder
from grader.engine import run as engine
from grader.errors import GradeError, IsolationError, SubmissionError
from grader.report import as_json, redact
from grader.rubric import Limits
from grader.sandbox.host import LEVELS, Session, Settings
from grader.workspace import workspace
from tests import processes, toy
from tests.attacks.traps import Traps

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.sandbox.warm import Warm
    from grader.score import ScoreReport
    from tests.attacks.attack import Attack

MAX_GROWTH = 400 << 20  # bytes that the host's peak memory may grow by
SPARE_SECONDS = 5.0  # on top of an attack's limits: for its neighbour, and for a busy machine
CARRIED = "carried-over"  # what attacks write beside hidden inputs that they smuggle out
PATIENCE = 10.0  # after which what still runs is ended from here
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


@dataclass
class Run:
    """What is known once the grader has ended."""

    reports: list[ScoreReport | GradeError]
    seconds: float
    growth: int
    processes: int


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
        broken = [
            *_marks(attack, level, done.reports[0]),
            *_neighbour(done.reports[-1]),
            *_bounds(attack, done),
            *_theft(traps, done.reports),
            *([f"files were left or changed: {', '.join(files)[:300]}"] if files else []),
            *(["the warm parent ended"] if warm.process.poll() is not None else []),
        ]
    points = getattr(done.reports[0], "score", None)
    return Result(
        attack.name,
        level,
        level in attack.holds,
        tuple(broken),
        points,
        attack.deserves,
        round(done.seconds, 2),
        done.processes,
        len(files),
    )


def hand_in(attack: Attack, traps: Traps, warm: Warm) -> Path:
    """Write the attack as it is handed in; return its path."""
    if attack.kind == "archives":
        return _built(attack, traps.submission)
    text = attack.path.read_text(encoding="utf-8")
    for word, meaning in traps.words(warm.process.pid).items():
        text = text.replace(word, meaning)
    for name, source in {"toy.py": text, **BESIDE}.items():
        (traps.submission / name).write_text(source, encoding="utf-8")
    return traps.submission


def _built(attack: Attack, folder: Path) -> Path:
    """Let an archive's file, which is ours and runs here, build it."""
    spec = importlib.util.spec_from_file_location(attack.name.replace("/", "_"), attack.path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{attack.path} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return Path(module.build(folder))


def _watched(job: engine.Job, warm: Warm, submissions: list[tuple[str, Path]]) -> Run:
    """Grade, while the time, this process's memory and its descendants are watched."""
    limits = job.settings.limits
    patience = limits.import_seconds + limits.submission_seconds + SPARE_SECONDS + PATIENCE
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
        return Run(reports, seconds, growth, _end_what_is_left(before))


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


def _marks(attack: Attack, level: str, report: ScoreReport | GradeError) -> Iterator[str]:
    """Yield what is wrong with the attack's own report."""
    if attack.refused:
        if not isinstance(report, SubmissionError) or attack.refused not in str(report):
            yield f"it was not refused with {attack.refused!r} but: {_short(report)}"
        return
    if isinstance(report, GradeError):
        yield f"it could not be graded: {_short(report)}"
        return
    verdicts = {check.id: check.verdict for item in report.items for check in item.checks}
    if report.status != "graded" or "grader_error" in verdicts.values():
        yield f"the report is {report.status}, with the verdicts {verdicts}"
    if report.score != attack.deserves:
        yield f"it got {report.score:g} points and deserves {attack.deserves:g}: {verdicts}"
    for check, verdict in attack.verdicts.items():
        if verdicts.get(check) != verdict:
            yield f"{check} is {verdicts.get(check)} and should be {verdict}"
    if report.isolation != level:
        yield f"it ran at the level {report.isolation}"


def _neighbour(report: ScoreReport | GradeError) -> Iterator[str]:
    if isinstance(report, GradeError) or report.score != toy.POINTS:
        yield f"the neighbour was harmed: {_short(report)}"


def _bounds(attack: Attack, done: Run) -> Iterator[str]:
    allowed = attack.limits.import_seconds + attack.limits.submission_seconds + SPARE_SECONDS
    if done.seconds > allowed:
        yield f"it took {done.seconds:.1f} s; its limits allow {allowed:g} s"
    if done.growth > MAX_GROWTH:
        yield f"the grader's memory grew by {done.growth >> 20} MiB"
    if done.processes:
        yield f"{done.processes} processes were left"


def _theft(traps: Traps, reports: list[ScoreReport | GradeError]) -> Iterator[str]:
    texts = [str(report) if isinstance(report, GradeError) else as_json.to_json(report) for report in reports]
    yield from (f"the canary was seen in {place}" for place in traps.spilled(*texts))
    told = [as_json.to_json(redact.for_student(one)) for one in reports if not isinstance(one, GradeError)]
    if any(CARRIED in text for text in told):
        yield "the student's report tells what was made of hidden inputs"
    yield from (f"it made contact ({contact})" for contact in traps.contacts())


def _short(report: ScoreReport | GradeError) -> str:
    if isinstance(report, GradeError):
        return f"{type(report).__name__}: {report}"[:300]
    return f"{report.status}, {report.score:g} of {report.max_score:g}"
