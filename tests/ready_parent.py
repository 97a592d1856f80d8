"""Warm parents out of one process that has imported NumPy already, for the runs of `tests.ready`.

What is forked here is what `grader.sandbox.warm` starts: the same interpreter, environment and program, before anybody
has spoken to it. A parent for another interpreter or environment is started as ever.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from grader.sandbox import warm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIRST = 10  # descriptors below are for whoever asks for a run: it may bring a third beside its output and error

# Each request brings three descriptors: standard output and error, the control socket, and where to tell the id. How
# much memory is mapped before NumPy is measured once; a parent takes that for its own first measurement.
_PROGRAM = f"""\
import os, signal, socket, sys
sys.path.insert(0, {str(Path(warm.__file__).parent)!r}); import child.main as m; del sys.path[0]
real, earlier = m.limits.mapped, [m.limits.mapped()]
m.limits.mapped = lambda: earlier.pop() if earlier else real()
import numpy
m.preload.warm_up(["numpy"])
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
asked = socket.socket(fileno=int(sys.argv[1]))
while True:
    request, fds, _, _ = socket.recv_fds(asked, 1, 3)
    if not request:
        break
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(fds[0], 1)
        os.dup2(fds[0], 2)
        for fd in (fds[0], fds[2], asked.detach()):
            os.close(fd)
        m.main(fds[1])
        os._exit(0)
    os.write(fds[2], b"%d" % child)
    for fd in fds:
        os.close(fd)
"""


class Source:
    """Where parents come from; it ends with the process that made it."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with ours, theirs:
            above = fcntl.fcntl(ours, fcntl.F_DUPFD_CLOEXEC, FIRST)
            self.asked = socket.socket(fileno=above)
            self.process = subprocess.Popen(
                [sys.executable, "-s", "-B", "-c", _PROGRAM, str(theirs.fileno())],
                env=warm.ENVIRONMENT,
                cwd="/",
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def fork(self, said: int, control: int) -> int:
        """Return the id of a new parent; whoever asks at the same time has an answer of its own."""
        reading, writing = os.pipe()
        socket.send_fds(self.asked, [b"."], [said, control, writing])
        os.close(writing)
        with open(reading, "rb") as told:  # noqa: PTH123
            return int(told.read())


class Forked:
    """A parent from there, as far as `subprocess.Popen` is asked for it."""

    def __init__(self, source: Source, said: int, control: int) -> None:
        self.pid = source.fork(said, control)
        self.returncode: int | None = None
        self._life: int | None = None
        with contextlib.suppress(ProcessLookupError):  # it has ended already
            self._life = os.pidfd_open(self.pid)

    def poll(self) -> int | None:
        """Return None while it runs."""
        return self._ended(0)

    def wait(self) -> int | None:
        """Wait for its end; its exit status is not known."""
        return self._ended(None)

    def _ended(self, seconds: float | None) -> int | None:
        if self._life is not None and select.select([self._life], [], [], seconds)[0]:
            os.close(self._life)
            self._life = None
        self.returncode = 0 if self._life is None else None
        return self.returncode


class Processes:
    """What `grader.sandbox.warm` is given in place of the module `subprocess`."""

    DEVNULL = subprocess.DEVNULL

    def __init__(self) -> None:
        self.source = Source()

    def Popen(self, command: Sequence[str], *, env: Mapping[str, str], pass_fds: Sequence[int], **more: Any) -> Any:  # noqa: N802
        """Start a warm parent."""
        if command[0] == sys.executable and env == warm.ENVIRONMENT:
            return Forked(self.source, more["stdout"].fileno(), pass_fds[0])
        return subprocess.Popen(command, env=env, pass_fds=pass_fds, **more)


def install() -> None:
    """Let `Warm` of this process and of its forks take parents from here."""
    warm.subprocess = Processes()  # type: ignore[attr-defined,assignment]
