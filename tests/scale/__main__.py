"""`make scale`: grade a class of thousands, and say what it takes of time, memory and disk.

The number is BACKGRADE_SCALE, 10,000 where it says nothing. The assignment is a small one, since what is looked at is
the class; BACKGRADE_SCALE_OF=cmu_hw1p1 makes it a real one, whose samples take ten times as long. It ends with status 1
when a submission has no result, when one sample got different scores, when the memory of the main process grew with the
results, or when going on where all is done takes longer than it should. Times are printed, never judged.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import click

from tests.scale.make_class import ROOT, Material, make, real, small

COUNT = int(os.environ.get("BACKGRADE_SCALE", "10000"))
OF = os.environ.get("BACKGRADE_SCALE_OF", "")
GROWTH_MIB = 16  # of the main process, from a tenth of the class to its end
RESUME_SECONDS = 0.02  # of a processor, for each submission that is graded already, beyond 5 for the start
LOOK_SECONDS = 2.0
LIMITS = ("--timeout", "2", "--memory", "512")


@dataclass
class Measured:
    """What one run of `grade batch` took. `memory` are (results, MiB of the main process) on the way."""

    seconds: float = 0.0
    cpu: float = 0.0  # of the main process and what it has waited for
    status: int = 0
    said: str = ""
    memory: list[tuple[int, float]] = field(default_factory=list)


@click.command()
@click.option("--keep", type=click.Path(path_type=Path), help="Where the class and its results stay, to be looked at.")
def main(keep: Path | None) -> None:
    """Grade a class of BACKGRADE_SCALE submissions."""
    place = keep or Path(tempfile.mkdtemp(prefix="backgrade-scale-"))
    try:
        material = real(OF) if OF else small(place / "course")
        made = make(place / "class", COUNT, material)
        first, second = run(place, material), run(place, material)
        faults = [*judged(place, made), *tell(place, first, second)]
    finally:
        if keep is None:
            shutil.rmtree(place)
    for fault in faults:
        click.echo(f"NOT AS IT SHOULD BE: {fault}")
    sys.exit(bool(faults))


def run(place: Path, material: Material) -> Measured:
    """Run the command over the class."""
    words = ["batch", place / "class", "--out", place / "reports"]
    words += ["--course", material.course, "--assignment", material.slug]
    with tempfile.TemporaryFile("w+") as said:
        started, before, found = time.monotonic(), of_children(), Measured()
        command = [sys.executable, "-m", "grader", *map(str, words), *LIMITS, "--quiet"]
        with subprocess.Popen(command, cwd=ROOT, stdout=said, stderr=said) as running:
            while running.poll() is None:
                found.memory.append((results(place), resident(running.pid)))
                time.sleep(min(LOOK_SECONDS, 0.1 + time.monotonic() - started))
        said.seek(0)
        found.seconds, found.cpu = time.monotonic() - started, of_children() - before
        found.status, found.said = running.returncode, said.read()
    return found


def of_children() -> float:
    """Return the seconds of a processor that processes took that have ended."""
    taken = resource.getrusage(resource.RUSAGE_CHILDREN)
    return taken.ru_utime + taken.ru_stime


def results(place: Path) -> int:
    """Return how many results there are by now."""
    return sum(1 for _ in rows(place, "SELECT id FROM results"))


def rows(place: Path, query: str) -> list[tuple[str, ...]]:
    """Return rows of the gradebook, none where there is none yet."""
    try:
        with closing(sqlite3.connect(f"file:{place / 'reports/gradebook.sqlite'}?mode=ro", uri=True)) as book:
            return book.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []


def resident(pid: int) -> float:
    """Return the MiB of memory that a process holds; 0 when it has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


def judged(place: Path, made: dict[str, str]) -> list[str]:
    """Return what is wrong with the results: one is missing, or the same sample got different scores."""
    by_sample = defaultdict[str, set[str]](set)
    kept = rows(place, "SELECT submission, status, score FROM results")
    found = {name: f"{status} {score}" for name, status, score in kept}
    for name, sample in made.items():
        by_sample[sample].add(found.get(name, "nothing"))
    faults = [f"{len(made.keys() - found.keys())} submissions have no result"] if made.keys() - found.keys() else []
    return faults + [f"{sample} got {', '.join(sorted(all_))}" for sample, all_ in by_sample.items() if len(all_) > 1]


def tell(place: Path, first: Measured, second: Measured) -> list[str]:
    """Print what was measured; return what is beyond its bound."""
    reports = [path.stat().st_size for path in (place / "reports").iterdir() if "gradebook" not in path.name]
    book = sum(path.stat().st_size for path in (place / "reports").glob("gradebook.sqlite*"))
    early = next((mib for count, mib in first.memory if count >= COUNT // 10), 0.0)
    late = max((mib for count, mib in first.memory if count < COUNT), default=early)
    last = max(mib for _, mib in first.memory)
    each = f"{first.seconds / COUNT:.3f} s each, with {os.cpu_count()} processors"
    click.echo(f"{COUNT} submissions in {first.seconds:.0f} s: {each} (status {first.status})")
    click.echo(f"main process: {early:.0f} MiB after a tenth of the class, at most {late:.0f} MiB while it was graded")
    click.echo(f"and {last:.0f} MiB for the page about the class, made when all is done")
    click.echo(f"gradebook: {book / 1e6:.1f} MB, {book / COUNT / 1e3:.1f} kB each")
    click.echo(
        f"reports: {sum(reports) / 1e6:.1f} MB in {len(reports)} files, {sum(reports) / COUNT / 1e3:.0f} kB each"
    )
    click.echo(f"again, with nothing to do: {second.seconds:.1f} s, {second.cpu:.1f} s of a processor")
    click.echo("\n".join(line for line in first.said.splitlines() if not line.startswith("  ")))  # without the lists
    faults = [f"the main process grew by {late - early:.0f} MiB"] if late - early > GROWTH_MIB else []
    settled = sum(map(int, re.findall(r"^(?:kept from before|unreadable) +(\d+)$", second.said, re.MULTILINE)))
    faults += [] if settled == COUNT else ["not all was kept at the second run"]
    return [*faults, f"going on took {second.cpu:.0f} s"] if second.cpu > 5 + RESUME_SECONDS * COUNT else faults


if __name__ == "__main__":
    main()
