"""Share the submissions of a class among processes of this machine; `cluster.Cluster` does among other machines.

Each worker is a fork of this process and has one pipe, over which it is handed one submission at a time and answers
with one result. So nothing is held but what is being graded, no lock is shared that a dead worker could have taken
along, and a worker that dies, or is silent for longer than any submission may take, is replaced.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Protocol

from grader.batch.gradebook import Result
from grader.errors import CourseError, GradeError, GraderError, IsolationError, UsageError
from grader.parallel import STOPPING
from grader.sandbox.child.confine import limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path

TICK_SECONDS = 0.5  # how long `run` waits before it says that there is nothing yet
STOP_SECONDS = 5.0  # for a worker to end its children and remove its folders
MOST_DEATHS = 10  # of workers in a row, before it is taken for no fault of submissions
OURS = (UsageError, CourseError, IsolationError)  # raised for the first submission, these would be for every one


@dataclass(frozen=True)
class Task:
    """One submission to grade: the name of its reports, where it is, when it came, and the names of its people."""

    name: str
    path: Path
    submitted: datetime | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True)
class Done:
    """A task that is done. `files` are its reports, file name -> content."""

    task: Task
    result: Result
    files: Mapping[str, bytes]


class Executor(Protocol):
    """Has tasks done, wherever that is."""

    def run(self, tasks: Iterable[Task]) -> Iterator[Done | None]:
        """Yield each task once, as it is done; None when for a moment there is nothing to yield."""


class Grading(Protocol):
    """What each worker does: `ready` opens what it needs and gives what grades one task after the other."""

    def ready(self) -> AbstractContextManager[Callable[[Task], Done]]:
        """Return what is open while the worker works."""


class Failures:
    """Which tasks a worker failed at already, and how many workers failed since the last result."""

    def __init__(self, most: int):
        self.most, self.once = most, set[Task]()
        self.deaths, self.succeeded = 0, False

    def none(self) -> None:
        """Take note of a result."""
        self.deaths, self.succeeded = 0, True

    def again(self, task: Task, what: str, seconds: float) -> Done | None:
        """Take note of a failure, `what` the worker did; return what a task gets at the second one, None at the first.

        Raises:
            GraderError: so many workers fail in a row that it is no fault of submissions.
        """
        self.deaths += 1
        if self.deaths > self.most:
            raise GraderError(f"Grading workers end before they are done; the last one {what}.")
        if task not in self.once:
            self.once.add(task)
            return None
        return Done(task, Result("incomplete", round(seconds, 3), note=f"Twice the process that graded it {what}."), {})


@dataclass
class _Worker:
    process: BaseProcess
    end: Connection
    task: Task
    since: float


class Local:
    """Workers on this machine. `patience` is how many seconds a worker may be silent."""

    def __init__(self, grading: Grading, workers: int, patience: float):
        self.grading, self.count, self.patience = grading, workers, patience
        self.workers: list[_Worker] = []
        self.failures = Failures(MOST_DEATHS + 2 * workers)

    def run(self, tasks: Iterable[Task]) -> Iterator[Done | None]:
        """Yield each task as it is done; None when for a moment there is nothing to yield.

        Raises:
            GradeError: what keeps every submission from being graded.
        """
        waiting, again = iter(tasks), deque[Task]()
        try:
            while True:
                while len(self.workers) < self.count and (task := _next(again, waiting)) is not None:
                    self._start(task)
                if not self.workers:
                    return
                ready = wait([worker.end for worker in self.workers], TICK_SECONDS)
                late = [worker for worker in self.workers if time.monotonic() - worker.since > self.patience]
                answering = [worker for worker in self.workers if worker.end in ready]
                if not answering and not late:
                    yield None
                for worker in answering:
                    yield from self._answer(worker, again, waiting)
                for worker in late:
                    if worker not in answering:
                        yield from self._lost(worker, "did not end in time", again)
        finally:
            self.stop()

    def _answer(self, worker: _Worker, again: deque[Task], waiting: Iterator[Task]) -> Iterator[Done]:
        """Take a worker's answer, and hand it its next task first, so that it need not wait for ours."""
        try:
            said = worker.end.recv()
        except (EOFError, OSError):
            worker.process.join(STOP_SECONDS)
            yield from self._lost(worker, f"ended (status {worker.process.exitcode})", again)
            return
        if isinstance(said, OURS) and not self.failures.succeeded:
            raise said
        if isinstance(said, GradeError):
            yield from self._lost(worker, f"failed: {said}", again)
            return
        self.failures.none()
        task = _next(again, waiting)
        with contextlib.suppress(OSError):  # if it is gone, that is seen when its answer is waited for
            worker.end.send(task)
        if task is None:
            self._end(worker)
        else:
            worker.task, worker.since = task, time.monotonic()
        yield said

    def _lost(self, worker: _Worker, what: str, again: deque[Task]) -> Iterator[Done]:
        """Let a worker go; its task is tried once more, and then is a fault of ours."""
        self._end(worker, kill=True)
        done = self.failures.again(worker.task, what, time.monotonic() - worker.since)
        if done is None:
            again.append(worker.task)
        else:
            yield done

    def _start(self, task: Task) -> None:
        """Start a worker with its first task; it cannot be stopped before it is ready for it."""
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        others = [worker.end for worker in self.workers] + [ours]
        process = context.Process(target=serve, args=(self.grading, theirs, others))
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            process.start()
            theirs.close()
            self.workers.append(_Worker(process, ours, task, time.monotonic()))
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        with contextlib.suppress(OSError):
            ours.send(task)

    def _end(self, worker: _Worker, *, kill: bool = False) -> None:
        self.workers.remove(worker)
        if kill:
            worker.process.kill()
        worker.process.join(STOP_SECONDS)
        worker.end.close()

    def stop(self) -> None:
        """End all workers, with their children."""
        for worker in self.workers:
            worker.process.terminate()
        for worker in self.workers:
            worker.process.join(STOP_SECONDS)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
            worker.end.close()
        self.workers.clear()


def _next(again: deque[Task], waiting: Iterator[Task]) -> Task | None:
    return again.popleft() if again else next(waiting, None)


def serve(grading: Grading, end: Connection, others: Sequence[Connection] = ()) -> None:
    """Grade what comes until nothing more does; only the process that handed it out answers to the user."""
    with contextlib.suppress(KeyboardInterrupt, EOFError, BrokenPipeError):
        for number in (signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        limits.die_with_parent()
        for other in others:  # else nobody would be told that the other end is gone
            other.close()
        try:
            with grading.ready() as grade:
                while (task := end.recv()) is not None:
                    end.send(grade(task))
        except GradeError as error:
            end.send(error)
        except (EOFError, BrokenPipeError):
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, the report says it in one sentence
            end.send(GraderError(f"{type(error).__name__}: {error}"))
