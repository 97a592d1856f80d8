"""The confined process itself, seen from the host: opened at a level of isolation, spoken to, killed."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from grader.errors import CourseError, GraderError
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from grader.rubric import Limits
    from grader.sandbox.channel import Channel
    from grader.sandbox.warm import Warm

LEVELS = ("strict", "landlock", "process")
OPEN_SECONDS = 30.0  # only ever waited for when something is wrong
TAKING_SECONDS = 2.0  # for it to take a request that is larger than its socket


@dataclass(frozen=True)
class Workspace:
    """Private folders of one submission on the host: its files, a scratch folder, an empty folder to mount on."""

    submission: Path
    scratch: Path
    point: Path


class RefusedError(Exception):
    """This machine does not give the isolation level that was asked for; the text says why."""


def _bounded(warm: Warm) -> bool:
    return warm.group is not None and bool(warm.group.folders)


class Confined:
    """One confined process tree. What it says is believed for descriptions only."""

    def __init__(self, warm: Warm, space: Workspace, driver: str, limits: Limits, level: str):
        self._control, theirs = socket.socketpair()
        self._reader = wire.Reader(self._control, 0)
        self._pidfd, self._group = -1, 0
        self._asked = ""
        self._done: dict[str, Any] | None = None
        config = {
            "root": str(space.submission),
            "scratch": str(space.scratch),
            "point": str(space.point),
            "driver": driver,
            "limits": asdict(limits),
            "level": level,
        }
        try:
            with theirs:
                warm.request(config, theirs)
            self.layers = self._ready() + (("memory and process limits of the run",) if _bounded(warm) else ())
        except BaseException:
            self.kill()
            raise
        self.level = level
        self._control.settimeout(TAKING_SECONDS)

    def _ready(self) -> tuple[str, ...]:
        """Wait until it is confined; return the layers in force."""
        said = self._next()
        if "pid" in said:
            self._hold(int(said["pid"]), int(said["group"]))
            said = self._next()
        if "broken" in said:
            raise CourseError(f"The driver of this assignment cannot be run: {said['broken']}.")
        if "busy" in said:
            raise GraderError(f"No submission can be run now: {str(said['busy'])[:300]}.")
        if "ready" not in said:
            raise RefusedError(str(said.get("refused", "the child ended without a word")))
        return tuple(str(layer) for layer in said["layers"])

    def _hold(self, pid: int, group: int) -> None:
        """Take hold of the session by a descriptor, which never comes to mean another process, where there are such."""
        if not hasattr(os, "pidfd_open"):
            self._group = group
            return
        with contextlib.suppress(ProcessLookupError):  # ended already, as will be found out
            self._pidfd = os.pidfd_open(pid)

    def _next(self) -> dict[str, Any]:
        """Return what it says next; an empty answer when it is gone, silent or talking nonsense."""
        try:
            frame = self._reader.frame(time.monotonic() + OPEN_SECONDS)
        except (wire.Timeout, wire.WireError):
            return {}
        return frame[0] if frame else {}

    def hear(self, seconds: float) -> dict[str, Any]:
        """Return what it says when the request is done; an empty answer when it is gone, silent or talking nonsense."""
        until = time.monotonic() + seconds
        while not self.wait(until - time.monotonic()):
            if time.monotonic() >= until:
                return {}
        return self._done or {}

    def wait(self, seconds: float, stream: socket.socket | None = None) -> bool:
        """Wait until it or `stream` has something to say; return whether the request is done, or can never be."""
        if self._done is None:
            poll = select.poll()
            for sock in filter(None, (self._control, stream)):
                poll.register(sock, select.POLLIN)
            if self._control.fileno() in dict(poll.poll(max(0.0, seconds) * 1000 + 1)):
                self._listen()
        return self._done is not None

    def _listen(self) -> None:
        """Take what it says. What is not about the request at hand, as a submission may say ahead of it, is nothing."""
        try:
            part = self._control.recv(wire.CHUNK)
            self._reader.feed(part)
            while frame := self._reader.take():
                self._done = frame[0] if frame[0].get("of") == self._asked else self._done
        except (OSError, wire.WireError):
            part = b""
        if not part:
            self._done = {}

    def hand_over(self, request: Mapping[str, Any], channel: Channel) -> bool:
        """Give it a request with its channel; return whether it was there to take it."""
        self._asked, self._done = os.urandom(8).hex(), None  # nobody guesses it beforehand
        try:
            wire.send(self._control, dict(request, of=self._asked), fds=channel.descriptors)
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End it and all that it started."""
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._group:
            with contextlib.suppress(OSError):
                os.killpg(self._group, signal.SIGKILL)
            self._group = 0
        self._control.close()
