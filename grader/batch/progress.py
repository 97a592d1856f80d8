"""How far a class run is: a bar with rate and remaining time on a terminal, a line now and then anywhere else."""

from __future__ import annotations

import contextlib
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from typing import TextIO

    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from grader.batch.gradebook import Status

LINE_SECONDS = 10.0
LINE_COUNT = 50


class Progress(Protocol):
    """Told of each result, and now and then of nothing. Use as a context manager."""

    def tell(self, status: Status | None) -> None:
        """Count a result; None is a moment without one."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


class Lines:
    """Plain lines on `file`: one after `LINE_COUNT` results or `LINE_SECONDS`."""

    def __init__(self, total: int, file: TextIO):
        self.total, self.file, self.counts = total, file, Counter[str]()
        self.start = self.last = time.monotonic()
        self.told = 0

    def tell(self, status: Status | None) -> None:
        """Count a result, and print a line when it is time."""
        if status is not None:
            self.counts[status] += 1
        done, now = self.counts.total(), time.monotonic()
        if done > self.told and (done - self.told >= LINE_COUNT or now - self.last >= LINE_SECONDS):
            with contextlib.suppress(OSError):  # nobody reads it any more, which is no reason to stop
                print(self.line(done, now - self.start), file=self.file, flush=True)
            self.told, self.last = done, now

    def line(self, done: int, seconds: float) -> str:
        """Return the line for so many results after so many seconds."""
        rate = done / max(seconds, 1e-3)
        left = _clock((self.total - done) / rate) if done else "?"
        return f"{done} of {self.total}  {rate:.1f}/s  {left} left  {outcomes(self.counts)}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class OnTerminal:
    """A bar. It is drawn by whoever tells it, without a thread: a process with threads should not fork."""

    def __init__(self, total: int):
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        self.counts = Counter[str]()
        self.start = time.monotonic()
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            TextColumn("{task.fields[counts]}"),
        )
        self.bar: Bar = Progress(*columns, console=Console(stderr=True), auto_refresh=False, transient=True)
        self.task: TaskID = self.bar.add_task("Grading", total=total, rate="", counts="")
        self.drawn = 0.0

    def tell(self, status: Status | None) -> None:
        """Count a result, and draw the bar, at most ten times a second."""
        if status is not None:
            self.counts[status] += 1
        now = time.monotonic()
        done = self.counts.total()
        rate = f"{done / max(now - self.start, 1e-3):.1f}/s"
        self.bar.update(self.task, completed=done, rate=rate, counts=outcomes(self.counts))
        if now - self.drawn >= 0.1:
            with contextlib.suppress(OSError):
                self.bar.refresh()
            self.drawn = now

    def __enter__(self) -> Self:
        self.bar.start()
        self.bar.refresh()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self.bar.stop()


def shown(total: int, *, quiet: bool) -> Progress:
    """Return what shows the progress of `total` submissions on standard error."""
    if quiet:
        return Silent()
    return OnTerminal(total) if sys.stderr.isatty() else Lines(total, sys.stderr)


class Silent:
    """Shows nothing."""

    def tell(self, status: Status | None) -> None:
        """Show nothing."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


def outcomes(counts: Counter[str]) -> str:
    """Return counts by outcome, as `graded 12, unreadable 1`."""
    return ", ".join(f"{status} {count}" for status, count in counts.items() if count)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
