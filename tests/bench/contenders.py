"""Who is measured, and how one measurement of each is made. Every result is looked at; only the time is not judged."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.sandbox.warm import ENVIRONMENT
from tests.bench.prepare import SLUG

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.bench.peer_forms import Peer
    from tests.bench.prepare import Bench

FLOOR = Path(__file__).with_name("floor.py")
GRADE = Path(sys.executable).with_name("grade")
CORES = len(os.sched_getaffinity(0))
ONE_THREAD = {name: value for name, value in ENVIRONMENT.items() if name.endswith("_THREADS")}


@dataclass(frozen=True)
class Contender:
    """Something to measure. The first one of a contest is its floor."""

    name: str
    seconds: Callable[[], float]  # of one submission, or of a class as a whole, divided by its size


def contests(bench: Bench, peers: Mapping[Peer, Path]) -> dict[str, list[Contender]]:
    """Return what is compared with what: title -> floor and contenders; each peer is run by its own Python."""
    size = len(bench.group)
    several = f"class of {size}, {CORES} at a time"
    return {
        "one submission, cold": [
            Contender("cold floor: bare Python, NumPy, the same calls", partial(_cold_floor, bench)),
            Contender("grade", partial(_grade, bench, [bench.sample])),
            *(Contender(peer.name, partial(_peer, bench, peer, own, [bench.sample])) for peer, own in peers.items()),
        ],
        several: [
            Contender("warm floor: the same calls in forks", partial(_warm_floor, bench, CORES)),
            Contender(f"grade --jobs {CORES}", partial(_grade, bench, bench.group, CORES)),
            *(Contender(peer.name, partial(_peer, bench, peer, own, bench.group)) for peer, own in peers.items()),
        ],
        f"class of {size}, one at a time": [
            Contender("warm floor: the same calls in forks", partial(_warm_floor, bench, 1)),
            Contender("grade", partial(_grade, bench, bench.group)),
        ],
    }


def _timed(words: Sequence[object], place: Path, **environment: object) -> tuple[float, str]:
    """Run a command; return its wall time and what it printed."""
    settings = os.environ | {name: str(value) for name, value in environment.items()}
    started = time.perf_counter()
    done = subprocess.run(
        list(map(str, words)), cwd=place, env=settings, capture_output=True, text=True, timeout=600, check=False
    )
    seconds = time.perf_counter() - started
    if done.returncode:
        raise RuntimeError(f"{words[0]} failed: {done.stdout[-2000:]} {done.stderr[-2000:]}")
    return seconds, done.stdout


def _cold_floor(bench: Bench) -> float:
    words = [sys.executable, FLOOR, "cold", bench.place / "calls.pkl", bench.driver, bench.sample / bench.file]
    seconds, said = _timed(words, bench.place, **ONE_THREAD)
    if int(said) != bench.calls:
        raise RuntimeError(f"the floor made {said} calls, not {bench.calls}")
    return seconds


def _warm_floor(bench: Bench, jobs: int) -> float:
    files = [folder / bench.file for folder in bench.group]
    words = [sys.executable, FLOOR, "warm", bench.place / "calls.pkl", bench.driver, jobs, *files]
    return float(_timed(words, bench.place, **ONE_THREAD)[1]) / len(files)


def _grade(bench: Bench, submissions: Sequence[Path], jobs: int = 1) -> float:
    """Time one whole command `grade`, with all the reports that it writes by default."""
    reports = bench.place / "reports"
    options = ["--course", bench.course, "--assignment", SLUG, "--out", reports, "--jobs", jobs, "--quiet"]
    seconds, _ = _timed([*grade_command(), *options, *submissions], bench.place)
    for submission in submissions:
        report = json.loads((reports / f"{submission.name}.json").read_text())
        if (report["status"], report["score"]) != ("graded", bench.points):
            raise RuntimeError(f"grade gave {submission.name} {report['score']}, {report['status']}")
    return seconds / len(submissions)


def grade_command() -> list[str]:
    """Return the words that start `grade`."""
    return [str(GRADE)] if GRADE.is_file() else [sys.executable, "-c", "from grader.cli import main; main()"]


def _peer(bench: Bench, peer: Peer, python: Path, submissions: Sequence[Path]) -> float:
    """Time one command per submission, as many at a time as there are cores."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        reports = list(pool.map(partial(_peer_once, bench, peer, python), submissions))
    seconds = time.perf_counter() - started
    for report in reports:
        if not peer.passed(report, bench.checks):
            raise RuntimeError(f"{peer.name} did not pass everything: {report.read_text()[:2000]}")
    return seconds / len(submissions)


def _peer_once(bench: Bench, peer: Peer, python: Path, submission: Path) -> Path:
    file = submission / bench.file
    report = bench.place / f"{peer.packages[0]}-{submission.name}" / "results.json"
    report.parent.mkdir(exist_ok=True)
    own = {"SUBMISSION": file, "REPORT": report, "PEER": bench.place, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": 1}
    _timed([python, *peer.command(bench.place, file, report)], submission, **ONE_THREAD, **own)
    return report
