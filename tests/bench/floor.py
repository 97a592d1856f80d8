"""The floors: the calls that one grading makes, and nothing else. A program of its own that imports NumPy only.

    floor.py cold CALLS DRIVER SUBMISSION           the calls in a bare process; print how many were made
    floor.py warm CALLS DRIVER JOBS SUBMISSION...   each submission in a fork of this process, JOBS at a time; print
                                                    the seconds that all forks took, without the start of this process

A submission is one .py file. Nothing is checked, confined, captured, seeded or copied.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
import time
import types
from typing import TYPE_CHECKING, Any

import numpy as np  # noqa: TC002 - part of every floor

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tests.bench.prepare import FloorCall


def main(words: list[str]) -> str:
    """Run one of the floors; return what to print."""
    kind, calls_file, driver_file, *rest = words
    with open(calls_file, "rb") as stream:  # noqa: PTH123 - pathlib is one import more
        calls = pickle.load(stream)  # noqa: S301 - our own file, made in this run
    driver = load(driver_file)
    if kind == "cold":
        return str(make(calls, driver, load(rest[0])))
    return str(forks(calls, driver, int(rest[0]), rest[1:]))


def load(path: str) -> types.ModuleType:
    """Run a Python file as a module, from its source each time, as the graders do."""
    module = types.ModuleType("loaded")
    with open(path, encoding="utf-8") as stream:  # noqa: PTH123
        exec(compile(stream.read(), path, "exec"), module.__dict__)  # noqa: S102 - our own sample
    return module


def make(calls: Iterable[FloorCall], driver: Any, code: Any) -> int:
    """Make all calls; return how many."""
    made = 0
    for probe, inputs, sweeps, output in calls:
        function = getattr(driver, probe)
        if not sweeps:
            for _ in function(code, **inputs):
                pass
            made += 1
        for path, values in sweeps:
            for value in values:
                next(outputs for outputs in function(code, **replaced(inputs, path, value)) if output in outputs)
            made += len(values)
    return made


def replaced(inputs: dict[str, Any], path: str, value: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Return the inputs with `value` in place of `path`: `x`, or an entry of a list, `weights[0]`."""
    name, bracket, place = path.partition("[")
    if not bracket:
        return {**inputs, name: value}
    entries = list(inputs[name])
    entries[int(place[:-1])] = value
    return {**inputs, name: entries}


def forks(calls: Sequence[FloorCall], driver: Any, jobs: int, submissions: Sequence[str]) -> float:
    """Make all calls for each submission in a fork of its own, `jobs` at a time; return the seconds it took."""
    gc.collect()
    gc.freeze()
    started, running = time.perf_counter(), 0
    for submission in submissions:
        if running == jobs:
            _reap()
            running -= 1
        if os.fork() == 0:
            _alone(calls, driver, submission)
        running += 1
    for _ in range(running):
        _reap()
    return time.perf_counter() - started


def _alone(calls: Sequence[FloorCall], driver: Any, submission: str) -> None:
    status = 1
    try:
        make(calls, driver, load(submission))
        status = 0
    finally:
        os._exit(status)


def _reap() -> None:
    if os.wait()[1]:
        raise SystemExit("a fork failed")


if __name__ == "__main__":
    sys.stdout.write(main(sys.argv[1:]))
