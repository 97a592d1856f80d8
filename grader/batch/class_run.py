"""One run over a class: grade what is missing or changed, and keep every result the moment that it is there.

A submission's report files take their places first, then its result is committed to the gradebook. Whatever ends the
run in between leaves a submission that is graded again; it never leaves a result without its reports.
"""

from __future__ import annotations

import re
import sys
import time
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from grader.batch import hashes, noted, progress
from grader.batch.executor import Local, Task
from grader.batch.summary import KEPT_MARKS
from grader.batch.todo import Kept, handed_in, look_up
from grader.files import write_all
from grader.report.as_json import from_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from grader.batch.attempts import Which
    from grader.batch.entries import Entry
    from grader.batch.executor import Done, Executor
    from grader.batch.gradebook import Gradebook
    from grader.batch.grading import ByEngine
    from grader.batch.summary import Summary
    from grader.batch.todo import Due

PATIENCE = 300.0  # seconds beyond thrice what a submission may take, after which its worker is given up
STAGED = re.compile(r"\.[0-9a-f]{12}\.tmp")  # as `files.write_all` names what has not taken its place yet
ADVICE = "What is graded is kept; make room or let it be written, and the same command goes on."


@dataclass
class Run:
    """What a run works with. `marked` has, of submissions that keep earlier marks, the hash of what was marked then."""

    book: Gradebook
    work: ByEngine
    out: Path
    workers: int
    attempt: Which = "latest"
    quiet: bool = False
    scheduler: str = ""  # of a cluster; "" is this machine
    marked: Mapping[str, str] = field(default_factory=dict)

    def grade(self, named: Sequence[tuple[str, Entry]], found: Summary, *, again: bool) -> None:
        """Grade entries with the names of their reports, with `again` all of them, and count in `found`."""
        job, since = self.work.job, time.time()
        slug, settings = job.folder.rubric.slug, hashes.of_settings(job, self.work.child_python)
        handed = [(entry, handed_in(name, entry, settings, job.marks)) for name, entry in named]
        self.book.know(person for entry, _ in handed for person in entry.people)
        due: dict[str, Due] = {}
        for one in look_up(handed, self.book.newest(slug), again=again):
            if isinstance(one, Kept):
                self._keep(one, found)
            else:
                due[one.handed.submission] = one
                if self.marked.get(one.handed.submission, one.handed.content) != one.handed.content:
                    found.note(KEPT_MARKS, one.handed.submission, "")
        if due or self.book.attempt(slug) != self.attempt:
            executor = self._executor(len(due)) if due else None
            run = self.book.begin(slug, settings, self.attempt)
            if executor:
                self._grade(executor, run, due, found)
            self.book.finish(run)
        self._sweep(since)

    def _sweep(self, before: float) -> None:
        """Remove what a run that was killed had begun to write; only its last few files can be left."""
        for path in self.out.glob(".*.tmp"):
            if STAGED.fullmatch(path.name) and path.lstat().st_mtime < before:
                path.unlink(missing_ok=True)

    def _keep(self, kept: Kept, found: Summary) -> None:
        """Count a submission that needs no grading; make reports anew that somebody removed."""
        name = kept.handed.submission
        if kept.row["status"] != "graded":
            found.note(kept.row["status"], name, kept.row["note"])
            return
        found.kept += 1
        if kept.row["report"] is None:
            return
        text = self.book.report(kept.row["report"])
        found.look(name, noted.of_report(text))
        if not self._is_reported(name):
            report = replace(from_json(text), people=kept.entry.names)
            write_all({self.out / name: data for name, data in self.work.reports.of(report).items()}, ADVICE)

    def _is_reported(self, name: str) -> bool:
        """Return whether all reports of a submission are there; an empty one is what a power failure left."""
        places = [self.out / file for file in self.work.reports.names(name)]
        return all(place.is_file() and place.stat().st_size for place in places)

    def _executor(self, count: int) -> Executor:
        patience = PATIENCE + 3 * self.work.job.settings.limits.submission_seconds
        if not self.scheduler:
            return Local(self.work, min(self.workers, count), patience)
        from grader.batch import cluster, shipped

        return cluster.Cluster(shipped.of(self.work), self.scheduler, patience)

    def _grade(self, executor: Executor, run: int, due: dict[str, Due], found: Summary) -> None:
        tasks = (Task(name, one.entry.path, one.entry.submitted_at, one.entry.names) for name, one in due.items())
        with progress.shown(len(due), quiet=self.quiet) as bar:
            try:
                for done in executor.run(tasks):
                    if done is not None:
                        self._record(run, due[done.task.name], done, found)
                    bar.tell(done.result.status if done else None)
            except KeyboardInterrupt:
                self._say_how_to_go_on(found.counts.total(), len(due))
                raise

    def _record(self, run: int, due: Due, done: Done, found: Summary) -> None:
        if done.files:
            write_all({self.out / name: data for name, data in done.files.items()}, ADVICE)
        result = replace(done.result, note=done.result.note or due.entry.note)
        self.book.add(run, due.handed, result, due.why, due.reason)
        found.add(done.task.name, done.result, due.why)
        if done.result.status == "graded":
            found.look(done.task.name, noted.of_report(done.result.instructor))

    def _say_how_to_go_on(self, count: int, total: int) -> None:
        text = f"Stopped: {count} of {total} are graded and kept in {self.book.path}; the same command goes on."
        print(f"grade: {text}", file=sys.stderr)
