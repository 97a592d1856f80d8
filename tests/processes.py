"""Which processes there are, from /proc: to see that nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

Process = tuple[int, str]  # id and start time: an id alone may be given to another process later


def _stat(pid: int | str) -> list[str]:
    """Return the fields of a process after its name: state, parent, ..."""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/stat", "rb", buffering=0) as file:  # noqa: PTH123 - of each
        return file.read().decode(errors="replace").rpartition(")")[2].split()
    return []


def descendants(pid: int) -> set[Process]:
    """Return every process that `pid` started, directly or not, as long as the line of parents is unbroken."""
    parents = {int(name): _stat(name) for name in os.listdir("/proc") if name.isdigit()}  # noqa: PTH208 - names alone
    found, waiting = set(), [pid]
    while waiting:
        above = waiting.pop()
        for child, stat in parents.items():
            if stat and int(stat[1]) == above:
                found.add((child, stat[19]))
                waiting.append(child)
    return found


def alive(processes: set[Process]) -> set[Process]:
    """Return those that still run; one that has ended and waits to be reaped does not."""
    stats = {process: _stat(process[0]) for process in processes}
    return {process for process, stat in stats.items() if stat and stat[19] == process[1] and stat[0] not in "ZX"}


def within(seconds: float, condition: Callable[[], bool]) -> bool:
    """Tell whether `condition` comes true in time."""
    end = time.monotonic() + seconds
    while not (met := condition()) and time.monotonic() < end:
        time.sleep(0.02)
    return met
