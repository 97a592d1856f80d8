"""What a worker of a dask cluster does: it keeps, for each run, the course's files and processes that grade.

A task of dask runs in a thread of the worker. It borrows a process (`slot.py`) for one submission, so there are never
more than the worker has threads, and each keeps its warm parent from one submission to the next.
"""

from __future__ import annotations

import platform
import tempfile
import threading
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from grader import __version__
from grader.batch.shipped import Unpacking
from grader.batch.slot import Failed, Slot
from grader.errors import GradeError, UsageError
from grader.workspace import remove

if TYPE_CHECKING:
    from grader.batch.executor import Done
    from grader.batch.shipped import Sent, Shipped

IDLE_SECONDS = 600.0  # after which nothing of a run is kept any more: whoever started it may be gone


@dataclass(frozen=True)
class Versions:
    """What must be the same everywhere for the same submission to get the same points."""

    backgrade: str
    python: str
    numpy: str

    def __str__(self) -> str:
        return f"backgrade {self.backgrade}, Python {self.python}, NumPy {self.numpy}"


def versions() -> Versions:
    """Return those of this process."""
    return Versions(__version__, ".".join(platform.python_version_tuple()[:2]), np.__version__)


class Pool:
    """What a worker keeps of one run. `folder` is private; the course's files in it are for our own user only."""

    def __init__(self, shipped: Shipped, below: str | None):
        self.folder = Path(tempfile.mkdtemp(prefix="backgrade-run-", dir=below))
        self.folder.chmod(0o711)  # the child, perhaps another user, must come through, but need not list it
        course = self.folder / "course"
        course.mkdir(mode=0o700)
        shipped.unpack(course)
        self.grading = Unpacking(shipped.asked, course, self.folder)
        self.idle, self.busy = deque[Slot](), set[Slot]()

    def grade(self, sent: Sent, patience: float) -> Done:
        """Grade in a process that is free, or in a new one; one that failed is not used again."""
        slot = self._free() or Slot(self.grading)
        self.busy.add(slot)
        try:
            done = slot.grade(sent, patience)
        except BaseException:
            slot.close()
            raise
        finally:
            self.busy.discard(slot)
        self.idle.append(slot)
        return done

    def _free(self) -> Slot | None:
        while self.idle:
            slot = self.idle.pop()  # of two threads that ask at once, the other finds another or none
            if slot.is_alive:
                return slot
            slot.close()
        return None

    def close(self) -> None:
        """End its processes and remove the files."""
        for slot in (*self.busy, *self.idle):
            slot.close()
        remove(self.folder)


class Pools:
    """The runs that this worker works for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.by_key: dict[str, Pool] = {}
        self.timers: dict[str, threading.Timer] = {}

    def grade(self, shipped: Shipped, sent: Sent, patience: float, below: str | None) -> Done:
        """Grade one submission of a run, whose files are unpacked when its first one comes."""
        with self.lock:
            if shipped.key not in self.by_key:
                self.by_key[shipped.key] = Pool(shipped, below)
            pool = self.by_key[shipped.key]
            if timer := self.timers.pop(shipped.key, None):
                timer.cancel()
        try:
            return pool.grade(sent, patience)
        finally:
            self._close_later(shipped.key, IDLE_SECONDS + patience)  # others may have begun before

    def _close_later(self, key: str, seconds: float) -> None:
        timer = threading.Timer(seconds, self.close, [key])
        timer.daemon = True
        with self.lock:
            if former := self.timers.get(key):
                former.cancel()
            self.timers[key] = timer
        timer.start()

    def close(self, key: str) -> None:
        """Let go of a run; what is still graded of it is cancelled."""
        with self.lock:
            if timer := self.timers.pop(key, None):
                timer.cancel()
            pool = self.by_key.pop(key, None)
        if pool is not None:
            pool.close()


POOLS = Pools()  # a worker's process has no other place that lasts from task to task


def grade(shipped: Shipped, sent: Sent, patience: float, wanted: Versions) -> Done | GradeError | str:
    """Grade one submission, as a task of dask; return its result, or what a process did that failed at it."""
    here = versions()
    if here != wanted:
        return UsageError(f"A worker of the cluster has {here}, but here is {wanted}: install the same on both.")
    from distributed import get_worker

    try:
        return POOLS.grade(shipped, sent, patience, get_worker().local_directory)
    except GradeError as error:
        return error
    except Failed as failed:
        return str(failed)


def close(key: str) -> None:
    """Let go of a run, without keeping dask waiting."""
    threading.Thread(target=POOLS.close, args=[key]).start()
