"""A process that has imported `grade` already, and runs it in forks: a test waits for its work, not for imports."""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

SECONDS = 60


class Ready:
    """The process, seen from a test."""

    def __init__(self) -> None:
        self.socket, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.socket.settimeout(SECONDS)
        with theirs:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.ready_server", str(theirs.fileno())],
                cwd=Path(__file__).parents[1],
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )

    def run(self, words: Sequence[str], cwd: Path, out: int, err: int) -> int:
        """Run `grade` with its standard output and error at these descriptors; return its exit status."""
        asked = json.dumps([list(words), str(cwd), dict(os.environ)]).encode()
        socket.send_fds(self.socket, [asked], [out, err])
        try:
            return int(self.socket.recv(100))
        except TimeoutError:
            self.close()
            raise

    def close(self) -> None:
        self.socket.close()
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@cache
def ready() -> Ready:
    """Return this test process's own."""
    found = Ready()
    atexit.register(found.close)
    return found
