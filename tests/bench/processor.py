"""How much of a processor one submission of a class takes, beside the warm floor: what counts where all cores are busy.

    python -m tests.bench.processor COURSE SLUG SUBMISSION CALLS ROUNDS

Seconds of a clock depend on what else a machine does; those of a processor much less. The kernel counts them for a
control group, in which this process and all that it starts are: so it is a process of its own, and needs a machine
where control groups can be made (root, mostly).
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from grader.batch.executor import Task
from grader.batch.grading import ByEngine, Reports
from grader.course import choose
from grader.diagnose import catalogue
from grader.engine.run import Job
from grader.load import stored
from grader.sandbox.host import Settings
from grader.sandbox.warm import Warm
from tests.bench import floor
from tests.bench.contenders import ONE_THREAD
from tests.bench.prepare import ROOT, SLUG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.bench.prepare import Bench, FloorCall

GROUPS = Path("/sys/fs/cgroup")
WARM_UP = 2  # submissions that do not count


@contextlib.contextmanager
def counted() -> Iterator[Callable[[], float]]:
    """Join a group of our own; give what returns the milliseconds that it has taken so far.

    Raises:
        OSError: this machine lets us make none.
    """
    old = GROUPS / "cpuacct"
    parent = old if old.is_dir() else GROUPS
    group = parent / f"backgrade-bench-{os.getpid()}"
    group.mkdir()
    file = "tasks" if old.is_dir() else "cgroup.procs"

    def taken() -> float:
        if old.is_dir():
            return int((group / "cpuacct.usage").read_text()) / 1e6
        return int((group / "cpu.stat").read_text().split()[1]) / 1e3

    try:
        (group / file).write_text(str(os.getpid()))
        yield taken
    finally:
        (parent / file).write_text(str(os.getpid()))
        with contextlib.suppress(OSError):
            group.rmdir()


def measured(bench: Bench, rounds: int) -> str:
    """Return the table, or why there is none."""
    words = [bench.course, SLUG, bench.sample, bench.place / "calls.pkl", rounds]
    done = subprocess.run(
        [sys.executable, "-m", __spec__.name, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return f"What a submission takes of a processor could not be counted: {done.stderr.strip().splitlines()[-1]}"
    return table(json.loads(done.stdout))


def main(course: Path, slug: str, submission: Path, calls: Path, rounds: int) -> dict[str, float]:
    """Return the medians, in milliseconds of a processor: the floor, grading in all, and of that the grader's own."""
    folder = choose(course, slug)
    expected = stored(folder)
    known = catalogue.when_asked(folder.path / "expected", expected.sha256)
    job = Job(folder, expected, Settings(folder.rubric.limits, least="landlock"), known, lanes=1)
    found: dict[str, list[float]] = {"floor": [], "grade": [], "host": []}
    asked, driver = pickle.loads(calls.read_bytes()), floor.load(str(folder.path / "driver.py"))  # noqa: S301 - our own
    (file,) = folder.rubric.files
    with counted() as taken, tempfile.TemporaryDirectory() as place, Warm() as warm:
        work = ByEngine(job, sys.executable, Reports(("instructor", "student"), ("json", "html")), Path(place))
        for number in range(WARM_UP + rounds):
            before, own = taken(), time.process_time()
            work._grade(warm, Task("sample", submission))
            total, host = taken() - before, (time.process_time() - own) * 1e3
            if number >= WARM_UP:
                found["grade"].append(total)
                found["host"].append(host)
                found["floor"].append(_forked(asked, driver, str(submission / file)))
    return {name: statistics.median(values) for name, values in found.items()}


def _forked(calls: list[FloorCall], driver: object, submission: str) -> float:
    """Return what the floor's fork takes."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    floor.forks(calls, driver, 1, [submission])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1e3


def table(found: dict[str, float]) -> str:
    """Return the medians as a table."""
    lines = ["One submission of a class, in milliseconds of a processor", "", "| | ms | ÷ floor |", "|---|---:|---:|"]
    rows = {
        "warm floor": found["floor"],
        "`grade batch`": found["grade"],
        "of which the grader's own process": found["host"],
        "of which the processes of the sandbox": found["grade"] - found["host"],
    }
    return "\n".join(
        lines + [f"| {name} | {value:.0f} | {value / found['floor']:.1f} |" for name, value in rows.items()]
    )


if __name__ == "__main__":
    course, slug, submission, calls, rounds = sys.argv[1:]
    sys.stdout.write(json.dumps(main(Path(course), slug, Path(submission), Path(calls), int(rounds))))
