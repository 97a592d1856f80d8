"""Who is measured, and how one measurement of each is made. Every result is looked at; only the time is not judged."""

from __future__ import annotations

import importlib.util
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
    from collections.abc import Callable, Iterator, Sequence

    from tests.bench.prepare import Bench

FLOOR = Path(__file__).with_name("floor.py")
GRADE = Path(sys.executable).with_name("grade")
CORES = len(os.sched_getaffinity(0))
ONE_THREAD = {name: value for name, value in ENVIRONMENT.items() if name.endswith("_THREADS")}
PEERS = {"pytest + pytest-json-report": "pytest_jsonreport", "gradescope-utils": "gradescope_utils"}


@dataclass(frozen=True)
class Contender:
    """Something to measure. The first one of a contest is its floor."""

    name: str
    seconds: Callable[[], float]  # of one submission, or of a class as a whole, divided by its size


def contests(bench: Bench) -> dict[str, list[Contender]]:
    """Return what is compared with what: title -> floor and contenders."""
    size, peers = len(bench.group), [name for name, module in PEERS.items() if importlib.util.find_spec(module)]
    several = f"class of {size}, {CORES} at a time"
    return {
        "one submission, cold": [
            Contender("cold floor: bare Python, NumPy, the same calls", partial(_cold_floor, bench)),
            Contender("grade", partial(_grade, bench, [bench.sample])),
            *(Contender(name, partial(_peer, bench, name, [bench.sample])) for name in peers),
        ],
        several: [
            Contender("warm floor: the same calls in forks", partial(_warm_floor, bench, CORES)),
            Contender(f"grade --jobs {CORES}", partial(_grade, bench, bench.group, CORES)),
            *(Contender(name, partial(_peer, bench, name, bench.group)) for name in peers),
        ],
        f"class of {size}, one at a time": [
            Contender("warm floor: the same calls in forks", partial(_warm_floor, bench, 1)),
            Contender("grade", partial(_grade, bench, bench.group)),
        ],
    }


def missing_peers() -> list[str]:
    """Return the peers that are not installed."""
    return [name for name, module in PEERS.items() if not importlib.util.find_spec(module)]


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


def _peer(bench: Bench, name: str, submissions: Sequence[Path]) -> float:
    """Time one command per submission, as many at a time as there are cores."""
    started = time.perf_counter()
    with ThreadPoolExecutor(CORES) as pool:
        reports = list(pool.map(partial(_peer_once, bench, name), submissions))
    seconds = time.perf_counter() - started
    for report in reports:
        outcomes = list(_outcomes(json.loads(report.read_text())))
        if not outcomes or set(outcomes) != {"passed"}:
            raise RuntimeError(f"{name} did not pass everything: {report}")
    return seconds / len(submissions)


def _peer_once(bench: Bench, name: str, submission: Path) -> Path:
    report = bench.place / f"{PEERS[name]}-{submission.name}.json"
    words: list[object] = [sys.executable, "gradescope.py"]
    if PEERS[name] == "pytest_jsonreport":
        words = [sys.executable, "-m", "pytest", "-q", "test_submission.py"]
        words += ["-p", "pytest_metadata.plugin", "-p", "pytest_jsonreport.plugin"]
        words += ["--json-report", f"--json-report-file={report}"]
    own = {"SUBMISSION": submission / bench.file, "REPORT": report, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": 1}
    _timed(words, bench.place, **ONE_THREAD, **own)
    return report


def _outcomes(report: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """Yield the outcome of every test: both peers keep them under `tests`."""
    for test in report["tests"]:
        yield test.get("outcome") or test["status"]
