"""The host's end of the warm parent: start it, ask it for sessions, end it.

The parent is a separate program under the course's interpreter, started with an environment of our own making. It
comes up while the host is still importing; `Warm.versions` waits for it.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from grader.errors import GraderError, MissingPackageError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import IO

    from grader.rubric import Limits
    from grader.sandbox.cgroup import Group

START_SECONDS = 60.0  # a cold disk and a large package; only ever waited for when something is wrong
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "MPLBACKEND": "Agg",
    "PYTHONHASHSEED": "0",
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    # One thread each: small matrices gain nothing from more, and forks must not wait for a pool that is not there.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
DISTRIBUTION = "backgrade"
_START = "import sys; sys.path.insert(0, {folder!r}); import child.main as m; del sys.path[0]; m.main({fd})"


def installable(package: str) -> str:
    """Return what to give pip: our own extra of that name, where there is one, for it knows the version."""
    from importlib import metadata

    with contextlib.suppress(metadata.PackageNotFoundError):
        if package in metadata.metadata(DISTRIBUTION).get_all("Provides-Extra", []):
            return f'"{DISTRIBUTION}[{package}]"'
    return package


class Warm:
    """A running warm parent. Use as a context manager. It can be told its `packages` as late as its first use.

    `environment` adds to ENVIRONMENT, as the audit does to calculate otherwise.
    """

    def __init__(
        self,
        python: str = sys.executable,
        packages: Sequence[str] = ("numpy",),
        environment: Mapping[str, str] | None = None,
    ):
        self.packages = tuple(packages)
        self.python = python
        ours, theirs = socket.socketpair()
        self.control = ours
        self.group: Group | None = None
        self._lock = threading.Lock()
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the process
        start = _START.format(folder=str(Path(__file__).parent), fd=theirs.fileno())
        try:
            self.process = subprocess.Popen(  # noqa: S603 - the interpreter is the instructor's choice
                [python, "-s", "-B", "-c", start],
                env=ENVIRONMENT | dict(environment or {}),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=self._said,
                stderr=self._said,
                pass_fds=[theirs.fileno()],
            )
        except OSError as error:
            raise UsageError(f"The child interpreter {python} cannot be started: {error.strerror}.") from None
        finally:
            theirs.close()

    def bound(self, limits: Limits, sessions: int) -> None:
        """Bound what all children hold together, where this machine lets us; goes before the first use."""
        from grader.sandbox.cgroup import Group

        self.group = Group(limits, sessions)

    @cached_property
    def versions(self) -> Mapping[str, str]:
        """Versions of Python and the packages that students' code will run with; waits until the parent is up."""
        from grader.sandbox.child import wire

        try:
            with contextlib.suppress(OSError):  # it may have ended already, as the next line finds out
                groups = [str(folder) for folder in self.group.folders] if self.group else []
                wire.send(self.control, {"packages": list(self.packages), "groups": groups})
            answer = wire.Reader(self.control).frame(time.monotonic() + START_SECONDS)
        except wire.Timeout:
            raise GraderError(
                f"The child interpreter {self.python} did not start within {START_SECONDS:g} s."
            ) from None
        if answer is None:
            words = self._last_words()
            absent = re.search(r"No module named '([\w.]+)'", words)  # without NumPy it cannot speak
            if absent is None:
                raise UsageError(f"The child interpreter {self.python} ended at once. It said: {words}")
            raise self._without(absent[1])
        if "missing" in answer[0]:
            raise self._without(answer[0]["missing"])
        if self.group and not self.group.holds(self.process.pid):
            self.group.remove()
        return dict(answer[0]["ready"])

    def _without(self, package: str) -> MissingPackageError:
        return MissingPackageError(
            f"The child interpreter {self.python} has no package {package!r}, which this assignment uses. "
            f"Install it there ({self.python} -m pip install {installable(package)}) or choose another with "
            "--child-python."
        )

    def request(self, config: Mapping[str, Any], session: socket.socket) -> None:
        """Ask for one session, which will answer on `session`."""
        from grader.sandbox.child import wire

        _ = self.versions
        try:
            with self._lock:
                wire.send(self.control, dict(config), fds=[session.fileno()])
        except OSError:
            raise GraderError(f"The warm parent is gone. It said: {self._last_words()}") from None

    def _last_words(self) -> str:
        self._said.seek(0)
        return " / ".join(self._said.read()[-2000:].decode(errors="replace").split("\n")[-4:]).strip(" /") or "nothing"

    def close(self) -> None:
        """End the parent and, with it, every session."""
        self.control.close()
        if self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.process.pid, signal.SIGKILL)  # Popen.kill does nothing in a fork of who started it
        self.process.wait()
        self._said.close()
        if self.group:
            self.group.remove()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
