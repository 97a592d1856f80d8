"""`make bench`: measure `grade` and its peers against the floors, side by side, and print ratios.

Times are printed, never judged: they depend on the machine and on what else it does.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import tempfile
from pathlib import Path

import click

from tests.bench import breakdown, contenders, environments, layers, processor, rounds
from tests.bench.peer_forms import PEERS
from tests.bench.prepare import ROOT, SLUG, Bench, prepare, sample_of

PACKAGES = ("numpy", "pytest", "pytest-json-report")


@click.command()
@click.option("--rounds", "count", default=3, show_default=True, help="Rounds that count; one more comes first.")
@click.option("--class-size", default=50, show_default=True, help="Submissions in the class.")
@click.option("--course", type=click.Path(path_type=Path), default=ROOT, help="Where the assignment's reference is.")
@click.option("--parts-only", is_flag=True, help="Only say where the time of one submission goes.")
def main(count: int, class_size: int, course: Path, parts_only: bool) -> None:
    """Measure grading one submission, and a class, against the floors."""
    with tempfile.TemporaryDirectory(prefix="backgrade-bench-") as place:
        course = course.resolve()
        bench = prepare(Path(place), sample_of(course), class_size, course)
        click.echo(machine(bench))
        if not parts_only:
            click.echo(f"{count} rounds after one to warm up, interleaved. Medians; ratios within each round.")
            peers = {peer: environments.python_of(peer, bench.place) for peer in PEERS}
            click.echo(f"Peers: {environments.versions(peers)}.")
            contests = contenders.contests(bench, peers)
            measured = rounds.measure(contests, count, lambda text: click.echo(text, err=True))
            for title, rows in measured.items():
                click.echo(f"\n{rounds.table(title, rows)}")
        click.echo(f"\n{processor.measured(bench, max(5, count))}")
        click.echo(f"\n{breakdown.measured(bench, max(1, count))}")
        click.echo(f"\n{layers.measured(bench.course, SLUG, bench.sample, max(3, count))}")


def machine(bench: Bench) -> str:
    """Return what is measured and where, in three lines."""
    versions = ", ".join(f"{name} {_version(name)}" for name in PACKAGES)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{bench.calls} calls of probes per submission; {_source(bench)}\n"
        f"{contenders.CORES} cores ({_processor()}), {platform.system()} {platform.release()}, load {load}\n"
        f"Python {platform.python_version()}, {versions}"
    )


def _source(bench: Bench) -> str:
    lines = len((bench.sample / bench.file).read_text(encoding="utf-8").splitlines())
    return f"the submission has {lines} lines, the rubric {bench.checks} checks"


def _version(name: str) -> str:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
