"""What isolation costs a submission: whole submissions at each level, side by side, and each layer by itself.

    python -m tests.bench.layers COURSE SLUG SUBMISSION ROUNDS

A submission is opened, scanned, imported and probed in one session; nothing is judged. Levels take turns within each
round, so that what else the machine does falls on all of them. A layer is put on in a fork that then ends; so are pages
written to that the fork shares with its parent, since that is what a fork for each probe costs most of all.
"""

from __future__ import annotations

import os
import statistics
import struct
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader import expected
from grader.course import choose
from grader.engine import plan
from grader.errors import IsolationError
from grader.sandbox.child.confine import landlock, limits, namespaces, privileges, seccomp
from grader.sandbox.host import LEVELS, Session, Settings
from grader.sandbox.warm import Warm
from grader.submission import locate, unpack
from grader.workspace import workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from grader.course import AssignmentFolder
    from grader.expected import Expected

LAYER_ROUNDS = 25
PAGE = 4096
SHARED = bytearray(b"-" * PAGE * 100)
SHOWN = ["/usr/lib", "/lib", sys.prefix, sys.base_prefix]


def measured(course: Path, slug: str, submission: Path, rounds: int) -> str:
    """Return two tables as Markdown."""
    folder = choose(course, slug)
    known = expected.load(folder)
    taken: dict[str, list[float]] = {level: [] for level in LEVELS}
    with Warm(packages=folder.rubric.packages) as warm:
        for number in range(rounds + 1):
            for level in list(taken):
                try:
                    seconds = run(folder, known, warm, submission, level)
                except IsolationError:
                    del taken[level]
                else:
                    taken[level] += [seconds] if number else []  # the first round warms up
    return f"{levels_table(taken)}\n\n{layers_table({name: alone(layer) for name, layer in LAYERS.items()})}"


def run(folder: AssignmentFolder, known: Expected, warm: Warm, submission: Path, level: str) -> float:
    """Run a whole submission at one level; return the seconds."""
    todo = plan.make(folder.rubric.checks(), known)
    started = time.perf_counter()
    with workspace() as space:
        unpacked = unpack(submission, space.submission)
        with Session(warm, space, folder.driver, Settings(folder.rubric.limits, level)) as session:
            facts = session.scan()
            session.load(locate({name: facts.get(name, {}) for name in unpacked.files}, folder.rubric).paths)
            plan.Work(todo).do(session)
    return time.perf_counter() - started


def levels_table(taken: Mapping[str, Sequence[float]]) -> str:
    """Return the median of each level, and what it takes more than `process` in the same round."""
    rows = ["| level | ms a submission | more than `process` |", "|---|---:|---:|"]
    for level, seconds in taken.items():
        more = statistics.median(one - base for one, base in zip(seconds, taken["process"], strict=True))
        rows.append(f"| `{level}` | {statistics.median(seconds) * 1000:.0f} | {more * 1000:+.1f} |")
    return "\n".join(rows)


def layers_table(taken: Mapping[str, float | None]) -> str:
    """Return what each layer takes by itself."""
    rows = ["| layer, by itself | ms |", "|---|---:|"]
    rows += [f"| {name} | {'not here' if took is None else f'{took * 1000:.2f}'} |" for name, took in taken.items()]
    return "\n".join(rows)


def alone(layer: Callable[[], None]) -> float | None:
    """Return the median seconds that a layer takes in a fork; None when this machine refuses it."""
    took = [seconds for seconds in (_once(layer) for _ in range(LAYER_ROUNDS)) if seconds >= 0]
    return statistics.median(took) if took else None


def _once(layer: Callable[[], None]) -> float:
    ours, theirs = os.pipe()
    child = os.fork()
    if child == 0:
        started, seconds = time.perf_counter(), -1.0
        try:
            layer()
            seconds = time.perf_counter() - started
        finally:
            os.write(theirs, struct.pack("d", seconds))
            os._exit(0)
    os.close(theirs)
    os.waitpid(child, 0)
    (seconds,) = struct.unpack("d", os.read(ours, 8))
    os.close(ours)
    return float(seconds)


def _landlock() -> None:
    privileges.no_new_privileges()
    landlock.restrict(SHOWN, [tempfile.gettempdir()])


def _seccomp() -> None:
    privileges.no_new_privileges()
    seccomp.refuse()


def _no_processes() -> None:
    privileges.no_new_privileges()
    seccomp.no_processes()


def _privileges() -> None:
    privileges.drop((namespaces.NOBODY,))


def _limits() -> None:
    limits.apply({"memory_mib": 4096, "submission_seconds": 60, "file_mib": 16, "processes": 32}, alone=False)


def _pages() -> None:
    for place in range(0, len(SHARED), PAGE):
        SHARED[place] = 0


LAYERS: Mapping[str, Callable[[], None]] = {
    "resource limits": _limits,
    "capabilities dropped, another user when root": _privileges,
    "Landlock": _landlock,
    "seccomp filter": _seccomp,
    "seccomp, tightened (once a probe)": _no_processes,
    "six namespaces (without the new root)": namespaces.leave,
    "no layer: 100 pages that a fork writes to (a probe's: 500 to 1,000)": _pages,
}

if __name__ == "__main__":
    sys.stdout.write(measured(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])) + "\n")
