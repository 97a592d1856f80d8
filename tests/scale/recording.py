"""What the main process of a class takes by itself: a class in which one graded sample stands for every submission.

    python -m tests.scale.recording

BACKGRADE_SCALE submissions (10,000 where it says nothing) get the result of that sample. All of `grade batch` runs but
the grading: workers, reports, gradebook, and going on where all is done.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.batch import class_run, todo
from grader.batch.entries import Entry, Person
from grader.batch.gradebook import Gradebook
from grader.batch.grading import ByEngine, Reports
from grader.batch.summary import Summary
from grader.cli.running import job_of
from grader.course import AssignmentFolder
from tests.scale.__main__ import COUNT, GROWTH_MIB, resident
from tests.scale.make_class import ROOT, SUBMISSIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from grader.batch.executor import Done, Task

OPTIONS = {"isolation": "auto", "seed": 0, "timeout": None, "memory": None, "run_cells": False}
SLUG = "cmu_hw1p1"
SAMPLE = SUBMISSIONS / SLUG / "several_mistakes"  # whose reports are among the longest


@dataclass(frozen=True)
class Canned(ByEngine):
    """Grades the first submission, and gives its result to all others."""

    @contextmanager
    def ready(self) -> Iterator[Callable[[Task], Done]]:
        """Grade one, and keep its result."""
        kept: list[Done] = []

        def grade(task: Task) -> Done:
            if not kept:
                with super(Canned, self).ready() as graded:
                    kept.append(graded(task))
            done = kept[0]
            files = {name.replace(done.task.name, task.name, 1): data for name, data in done.files.items()}
            return replace(done, task=task, files=files)

        yield grade


@click.command()
def main() -> None:
    """Record a class of BACKGRADE_SCALE results, and go on where all is done."""
    with tempfile.TemporaryDirectory(prefix="backgrade-scale-") as place:
        folder = AssignmentFolder(ROOT / "reference" / SLUG)
        job = replace(job_of(folder, OPTIONS, precheck=False), lanes=1)
        Path(place, "space").mkdir(mode=0o711)
        work = Canned(job, sys.executable, Reports(("instructor", "student"), ("json",)), Path(place, "space"))
        entries = [Entry((Person(f"student{number:07}"),), SAMPLE) for number in range(COUNT)]
        named, memory = todo.named(entries), dict[int, float]()
        with Gradebook(Path(place, "gradebook.sqlite")) as book:
            run = Watched(book, work, Path(place, "reports"), os.cpu_count() or 1, quiet=True)
            run.memory = memory
            first = timed(run, named)
            second = timed(run, named)
        size = sum(path.stat().st_size for path in Path(place).glob("gradebook.sqlite*"))
    early, late = memory[COUNT // 10], max(memory.values())
    click.echo(f"{COUNT} results recorded in {first[0]:.0f} s; {first[1] / COUNT * 1e3:.1f} ms of a processor each")
    click.echo(f"main process: {early:.0f} MiB after a tenth of the class, at most {late:.0f} MiB")
    click.echo(f"gradebook: {size / 1e6:.0f} MB, {size / COUNT / 1e3:.1f} kB each")
    click.echo(f"again, with nothing to do: {second[0]:.1f} s, {second[1]:.1f} s of a processor")
    if late - early > GROWTH_MIB:
        click.echo(f"NOT AS IT SHOULD BE: the main process grew by {late - early:.0f} MiB")
        sys.exit(1)


class Watched(class_run.Run):
    """A run that notes how much memory this process holds after each hundredth of the class."""

    memory: dict[int, float]

    def _record(self, run: int, due: todo.Due, done: Done, found: Summary) -> None:
        super()._record(run, due, done, found)
        count = found.counts.total()
        if count % max(1, COUNT // 100) == 0:
            self.memory[count] = resident(os.getpid())


def timed(run: class_run.Run, named: Sequence[tuple[str, Entry]]) -> tuple[float, float]:
    """Return the seconds that a run takes, and those of a processor in this process alone."""
    gc.collect()
    started, before = time.monotonic(), time.process_time()
    run.grade(named, Summary(), again=False)
    return time.monotonic() - started, time.process_time() - before


if __name__ == "__main__":
    main()
