"""Say where the time of one cold `grade` goes: medians over several runs of `tests.bench.parts`."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING

from tests.bench.prepare import ROOT, SLUG

if TYPE_CHECKING:
    from tests.bench.prepare import Bench

START = "start Python"


def measured(bench: Bench, rounds: int) -> str:
    """Return a table of the steps; those in brackets are not part of the sum."""
    runs = [_once(bench) for _ in range(rounds)]
    seconds = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    whole = sum(value for name, value in seconds.items() if not name.startswith("("))
    lines = ["| one submission, step after step | ms | |", "|---|---:|---:|"]
    for name, value in seconds.items():
        if name.startswith("(forks"):
            lines.append(f"| {name} | {value:.0f} forks | |")
        else:
            share = "" if name.startswith("(") else f"{value / whole:.0%}"
            lines.append(f"| {name} | {value * 1e3:.1f} | {share} |")
    lines.append(f"| sum of the steps, brackets aside | {whole * 1e3:.0f} | |")
    return "\n".join(lines)


def _once(bench: Bench) -> dict[str, float]:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    seconds: dict[str, float] = {START: time.perf_counter() - started}
    words = [sys.executable, "-m", "tests.bench.parts", str(bench.course), SLUG, str(bench.sample)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the breakdown failed: {done.stderr[-3000:]}")
    seconds |= json.loads(done.stdout)
    return seconds
