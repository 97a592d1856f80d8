"""A control group for all children of one run: what they may hold together, whatever limits each process has.

Limits of a process multiply with the number of processes; those of a group do not. Where the kernel's control groups
can be written (as root, or in a delegated part of the tree), the warm parent joins a new group before it forks
anything. Joining takes the kernel some 10 ms, so there is one group for a run and not one for each submission.
"""

from __future__ import annotations

import contextlib
import os
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from grader.rubric import Limits

PREFIX = "backgrade-"
ROOT = Path("/sys/fs/cgroup")
SPARE_MIB = 256  # the warm parent itself, and what its forks share
SPARE_PROCESSES = 16  # keepers and sessions
REMOVE_SECONDS = 2.0  # for killed processes to be gone
# File names by version of the kernel's interface.
_LIMITS = {2: {"memory": "memory.max", "pids": "pids.max"}, 1: {"memory": "memory.limit_in_bytes", "pids": "pids.max"}}
_OOM = {2: "memory.events", 1: "memory.oom_control"}


class Group:
    """A group with limits for `sessions` submissions at a time. `folders` is empty where none can be made."""

    def __init__(self, limits: Limits, sessions: int, root: Path = ROOT):
        self.version = 0
        self.folders: list[Path] = []
        values = {
            "memory": (limits.memory_mib * sessions + SPARE_MIB) << 20,
            "pids": (limits.processes + SPARE_PROCESSES) * sessions,
        }
        for version, places in _places(root):
            with contextlib.suppress(OSError):
                self._make(version, places, values)
                return

    def _make(self, version: int, places: dict[str, Path], values: dict[str, int]) -> None:
        """Make the group in every place, with its limits; leave nothing behind when that is refused."""
        try:
            for place in dict.fromkeys(places.values()):
                _sweep(place)
                folder = place / f"{PREFIX}{_space()}-{os.getpid()}-{time.monotonic_ns()}"
                folder.mkdir()
                self.folders.append(folder)
                for name, file in _LIMITS[version].items():
                    if places[name] == place:
                        (folder / file).write_text(str(values[name]))
        except OSError:
            self.remove()
            raise
        self.version = version

    def holds(self, pid: int) -> bool:
        """Tell whether a process has joined every part of the group."""
        return all(str(pid) in _words(folder / "cgroup.procs") for folder in self.folders)

    def ooms(self) -> int:
        """Return how many processes of the group were killed for want of memory."""
        for folder in self.folders:
            with contextlib.suppress(OSError, ValueError, IndexError):
                words = (folder / _OOM[self.version]).read_text().split()
                return int(words[words.index("oom_kill") + 1])
        return 0

    def remove(self) -> None:
        """Remove the group; its processes have been killed and may take a moment to go."""
        until = time.monotonic() + REMOVE_SECONDS
        while self.folders and time.monotonic() < until:
            self.folders = [folder for folder in self.folders if not _removed(folder)]
            if self.folders:
                time.sleep(0.002)


def _removed(folder: Path) -> bool:
    try:
        folder.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _sweep(place: Path) -> None:
    """Remove empty groups of runs that were killed, as far as their process ids mean anything here."""
    start = f"{PREFIX}{_space()}-"
    for folder in place.glob(f"{start}*"):
        owner = folder.name[len(start) :].partition("-")[0]
        if owner.isdigit() and not Path(f"/proc/{owner}").exists():
            _removed(folder)


def _space() -> str:
    """Return a name for the PID namespace that we are in."""
    try:
        return re.sub(r"\D", "", str(Path("/proc/self/ns/pid").readlink()))
    except OSError:
        return "0"


def _places(root: Path) -> Iterator[tuple[int, dict[str, Path]]]:
    """Yield where a group might be made: version, and for memory and processes the folder to make it in."""
    try:
        lines = [line.split(":", 2) for line in Path("/proc/self/cgroup").read_text().splitlines()]
    except OSError:
        return
    own = {name: path.lstrip("/") for _, names, path in lines for name in names.split(",")}
    for tree in (root, root / "unified"):
        # A group that has processes of its own hands out no limits, so ours goes beside it, or below the root.
        for place in (tree / own.get("", ""), (tree / own.get("", "")).parent):
            if place.is_relative_to(tree) and {"memory", "pids"} <= set(_words(place / "cgroup.subtree_control")):
                yield 2, {"memory": place, "pids": place}
    if "memory" in own and "pids" in own:
        yield 1, {name: root / name / own[name] for name in ("memory", "pids")}


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []
