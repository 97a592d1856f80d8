"""A child that says whatever a test wants said, without a process: it takes the place of `Confined`.

Everything above it is the host's real path: sessions, channels, frames, outcomes.
"""

from __future__ import annotations

import contextlib
import os
import socket
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest import mock

from grader.sandbox import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from grader.rubric import Limits
    from grader.sandbox.channel import Channel

NOWHERE = Path("/nonexistent")


@dataclass
class Script:
    """What is written on the channel of each request, on its output, and what is said when it is done."""

    says: bytes = b""
    prints: bytes = b""
    done: Any = field(default_factory=dict)
    ends: bool = True  # else it keeps the channel open and is silent
    again: bool = False  # endlessly


class FakeConfined:
    """Plays one confined process tree."""

    layers: tuple[str, ...] = ()

    def __init__(self, script: Script, *place: Any):
        self.script, self.level = script, str(place[-1])
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []

    def hear(self, _seconds: float) -> dict[str, Any]:
        """Say what the process says when a request is done."""
        self._let_go()
        return dict(self.script.done) if isinstance(self.script.done, dict) else {}

    def wait(self, seconds: float, _stream: socket.socket | None = None) -> bool:
        """Wait for the end of the script, where it has one."""
        for thread in self._threads:
            thread.join(min(seconds, 0.001))
        if self.script.ends and not any(thread.is_alive() for thread in self._threads):
            return True
        time.sleep(0.0 if self._threads else max(0.0, seconds))
        return False

    def hand_over(self, _request: Mapping[str, Any], channel: Channel) -> bool:
        """Take a request and play the script on its channel."""
        self._let_go()
        _, ours, output = (os.dup(descriptor) for descriptor in channel.descriptors)
        end = socket.socket(fileno=ours)
        self._ends.append(end)
        with os.fdopen(output, "wb", buffering=0) as file:
            file.write(self.script.prints)
        if len(self.script.says) < 1 << 15 and not self.script.again:
            self._play(end)
        else:
            self._threads.append(threading.Thread(target=self._play, args=(end,)))
            self._threads[-1].start()
        return True

    def _play(self, end: socket.socket) -> None:
        with contextlib.suppress(OSError):
            end.sendall(self.script.says)
            while self.script.again:
                end.sendall(self.script.says)
            if self.script.ends:
                end.shutdown(socket.SHUT_WR)

    def _let_go(self) -> None:
        for end in self._ends:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in self._ends:
            end.close()
        self._ends, self._threads = [], []

    def kill(self) -> None:
        """End it."""
        self._let_go()


@contextlib.contextmanager
def playing(script: Script, limits: Limits) -> Iterator[host.Session]:
    """Open a session whose child plays `script`."""
    space = host.Workspace(NOWHERE / "submission", NOWHERE / "scratch", NOWHERE / "root")
    with mock.patch.object(host, "Confined", partial(FakeConfined, script)):
        warm: Any = SimpleNamespace(group=None)
        with host.Session(warm, space, "", host.Settings(limits, "process")) as session:
            yield session
