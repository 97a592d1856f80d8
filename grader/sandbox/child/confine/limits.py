"""Resource limits, and the signals and descriptors that a child starts with."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import sys
from typing import Any, Dict, List

from . import libc

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_CHILD_SUBREAPER = 36
# Processes and threads; where others' count too, a bound on the submission's would hit the innocent.
ALL_OF_A_USER = 4096

# macOS has RLIMIT_AS and does not let it be set; on Linux a limit that cannot be set is a fault.
_NOT_HERE = () if sys.platform == "linux" else (OSError, ValueError)


def mapped() -> int:
    """Return how many bytes of address space this process has, where /proc tells; else 0."""
    try:
        with open("/proc/self/statm") as file:
            return int(file.read().split()[0]) * resource.getpagesize()
    except OSError:
        return 0


def apply(limits: Dict[str, Any], alone: bool, mapped: int = 0) -> None:
    """Bound memory, CPU time, file size, descriptors and processes, for this process and all that follow.

    The kernel counts the processes of a user: they are the submission's own in a user namespace, or when it has an id
    that nobody else has (`alone`). `mapped` bytes come on top of its memory: address space, hardly any of it in use,
    that the libraries of large packages took before the submission came.
    """
    memory = (int(limits["memory_mib"]) << 20) + mapped
    cpu = int(limits["submission_seconds"]) + 5
    wanted = {
        "RLIMIT_AS": memory,
        "RLIMIT_CPU": cpu,
        "RLIMIT_FSIZE": int(limits["file_mib"]) << 20,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_NPROC": int(limits["processes"]) if alone else ALL_OF_A_USER,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
    }
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            _, hard = resource.getrlimit(kind)
            last = value + 1 if name == "RLIMIT_CPU" else value  # at its hard limit there is no SIGXCPU, but SIGKILL
            bounded = last if hard == resource.RLIM_INFINITY else min(last, hard)
            with contextlib.suppress(*_NOT_HERE):
                resource.setrlimit(kind, (min(value, bounded), bounded))


def close_all_but(*keep: int) -> None:
    """Close every descriptor but standard input, output, error and `keep`."""
    start = 3
    for descriptor in sorted(keep):
        os.closerange(start, descriptor)
        start = descriptor + 1
    os.closerange(start, 4096)


def die_with_parent() -> bool:
    """Ask the kernel to kill this process when its parent ends; return whether it will (Linux)."""
    with contextlib.suppress(OSError):
        return libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL) == 0
    return False


def adopt_orphans() -> None:
    """Become the parent of descendants whose own parent ends (Linux), so that none of them gets away."""
    with contextlib.suppress(OSError):
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def first_to_go() -> None:
    """Let the kernel end this process and all that follow before any other, when memory runs out (Linux)."""
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def children() -> List[int]:
    """Return the children of this process, orphans that were handed to it among them, where /proc lists them."""
    try:
        with open("/proc/self/task/%d/children" % os.getpid()) as file:
            return [int(child) for child in file.read().split()]
    except OSError:
        return []


def undumpable() -> None:
    """Forbid core dumps and attaching to this process."""
    with contextlib.suppress(OSError):
        libc.prctl(PR_SET_DUMPABLE, 0)
