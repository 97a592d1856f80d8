"""Share the submissions of a class among the workers of a dask cluster; the process that asks keeps the gradebook.

No more is on its way than a few submissions for each thread of a worker, so the scheduler holds no more for a class
of any size. What was on a worker that is lost, dask gives to another one; a result is taken from here once.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import re
import sys
import time
import warnings
from collections import deque
from typing import TYPE_CHECKING, Any

from grader.batch import remote
from grader.batch.executor import MOST_DEATHS, OURS, TICK_SECONDS, Done, Failures, Task
from grader.batch.gradebook import Result
from grader.batch.parcel import pack
from grader.batch.shipped import Sent
from grader.errors import GradeError, GraderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from grader.batch.shipped import Shipped

ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^/\s]+:\d{1,5}")
CONNECT_SECONDS = 10
ALONGSIDE = 2  # submissions on their way for each thread: one that is graded, and one that comes next
SPARE = 2  # beyond that, so that a cluster that grows as it has work sees some
LOOK_SECONDS = 2.0  # between two looks at how many threads there are
CLOSE_SECONDS = 5


class Cluster:
    """The workers of the scheduler at `address`. `patience` is how many seconds a submission may take.

    Raises:
        UsageError: dask is not installed here, or no scheduler answers.
    """

    def __init__(self, run: Shipped, address: str, patience: float):
        self.address, self.patience, self.shipped = address, patience, run
        self.client = _client(address)
        self.ended = queue.SimpleQueue[Any]()
        self.tasks: dict[Any, tuple[Task, float]] = {}  # what is on its way, with the time since when
        self.again = deque[Task]()
        self.failures = Failures(MOST_DEATHS)
        self.room, self.looked, self.told = 0, 0.0, False

    def run(self, tasks: Iterable[Task]) -> Iterator[Done | None]:
        """Yield each task as it is done; None when for a moment there is nothing to yield.

        Raises:
            GradeError: what keeps every submission from being graded.
        """
        waiting = iter(tasks)
        try:
            ours = self._hand_over(self.shipped)
            numbers = itertools.count()
            while True:
                self._look()
                while len(self.tasks) < self.room and (task := self._next(waiting)) is not None:
                    yield from self._send(ours, task, next(numbers))
                if not self.tasks:
                    return
                try:
                    future = self.ended.get(timeout=TICK_SECONDS)
                except queue.Empty:
                    yield None
                else:
                    yield from self._take(future)
        finally:
            self.stop()

    def _next(self, waiting: Iterator[Task]) -> Task | None:
        return self.again.popleft() if self.again else next(waiting, None)

    def _hand_over(self, run: Shipped) -> Any:
        """Give the cluster the run as a task's result: it is made again when the worker that has it is lost."""
        return self.client.submit(_same, run, key=f"backgrade_run-{run.key}", pure=False)

    def _send(self, ours: Any, task: Task, number: int) -> Iterator[Done]:
        try:
            sent = Sent(task, pack(task.path))
        except GradeError as error:
            yield Done(task, Result("incomplete", 0.0, note=str(error)), {})
            return
        # What stands before the first hyphen is how dask knows tasks that take alike long.
        asked = {"key": f"backgrade_submission-{self.shipped.key}-{number}", "pure": False, "priority": -number}
        future = self.client.submit(remote.grade, ours, sent, self.patience, remote.versions(), **asked)
        self.tasks[future] = (task, time.monotonic())
        future.add_done_callback(self.ended.put)

    def _take(self, future: Any) -> Iterator[Done]:
        """Take what became of a submission; one that failed is sent once more."""
        task, since = self.tasks.pop(future)
        said = self._said(future)
        if isinstance(said, OURS) and not self.failures.succeeded:
            raise said
        if isinstance(said, Done):
            self.failures.none()
            yield Done(task, said.result, said.files)
            return
        what = f"failed: {said}" if isinstance(said, GradeError) else said
        done = self.failures.again(task, what, time.monotonic() - since)
        if done is None:
            self.again.append(task)
        else:
            yield done

    def _said(self, future: Any) -> Done | GradeError | str:
        """Return a result, or what kept it from coming; dask has tried already what can be tried on other workers."""
        try:
            return future.result()  # type: ignore[no-any-return]
        except (ImportError, AttributeError) as error:
            return UsageError(
                f"The workers of {self.address} cannot run this backgrade ({error}): install {remote.versions()} there."
            )
        except Exception as error:  # noqa: BLE001 - dask's own kinds, and whatever a worker's machine raises
            self._refuse_gone()
            if type(error).__name__ == "KilledWorker":
                return "was lost with its worker, several times"
            return f"failed: {type(error).__name__}: {str(error)[:200]}"

    def _look(self) -> None:
        """See how many threads there are, now and then."""
        if time.monotonic() - self.looked < LOOK_SECONDS and self.looked:
            return
        self.looked = time.monotonic()
        self._refuse_gone()
        threads = sum(self.client.nthreads().values())
        if not threads and not self.told:
            self.told = True
            print(f"grade: {self.address} has no workers yet; it begins when one comes.", file=sys.stderr)
        self.room = ALONGSIDE * threads + SPARE

    def _refuse_gone(self) -> None:
        if self.client.status != "running":
            raise GraderError(f"The scheduler {self.address} is gone: start it, and the same command goes on.")

    def stop(self) -> None:
        """Cancel what is on its way, let the workers remove what they hold, and leave."""
        with contextlib.suppress(Exception):  # what is lost already needs no farewell
            if self.tasks:
                self.client.cancel(list(self.tasks), force=True)
            self.client.run(remote.close, self.shipped.key, on_error="ignore")
        with contextlib.suppress(Exception):
            self.client.close(timeout=CLOSE_SECONDS)
        self.tasks.clear()


def _same(value: Any) -> Any:
    return value


def _client(address: str) -> Any:
    if not ADDRESS.fullmatch(address):  # which dask would find out too late to say it in a sentence
        raise UsageError(f"{address!r} is no address of a scheduler: name it as in tcp://HOST:8786.")
    try:
        import dask
        from distributed import Client
    except ImportError:
        raise UsageError(
            '--scheduler needs dask.distributed, which is not installed here: pip install "backgrade[cluster]".'
        ) from None
    for name in ("distributed", "distributed.client"):  # what it would say is said in sentences
        logging.getLogger(name).setLevel(logging.CRITICAL)
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1TB"})  # a course is one value, sent once
    try:
        with warnings.catch_warnings(action="ignore"):  # versions that matter are looked at by the workers themselves
            return Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except OSError as error:
        reason = str(error).splitlines()[0][:200]
        raise UsageError(
            f"No scheduler answers at {address} ({reason}): is it running, and can it be reached from here?"
        ) from None
