"""A process beside a worker of a cluster that grades one submission after the other: `python -m grader.batch.slot FD`.

A worker's own process has threads, and perhaps parents of its own kind; so this is started as a program, and is handed
what to do over its descriptor.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from typing import TYPE_CHECKING, Any

from grader.errors import GradeError

if TYPE_CHECKING:
    from grader.batch.executor import Done
    from grader.batch.shipped import Sent

SELF_SECONDS = 0.2
STOP_SECONDS = 5.0  # for it to end its children and remove its folders


class Failed(Exception):  # noqa: N818 - an outcome, which is told
    """The process failed at a submission, which may be tried again elsewhere; says what it did."""


class Slot:
    """The process, seen from the worker. `grading` is what it does (`executor.Grading`)."""

    def __init__(self, grading: Any):
        self.end, theirs = Pipe()
        words = [sys.executable, "-m", __spec__.name, str(theirs.fileno())]
        self.process = subprocess.Popen(words, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)  # noqa: S603 - our own
        theirs.close()
        self.end.send(grading)

    def grade(self, sent: Sent, patience: float) -> Done:
        """Return what became of a submission.

        Raises:
            Failed: the process ended, or was silent for `patience` seconds, or what it is about is a fault of ours.
            GradeError: what keeps every submission from being graded, if it was the first.
        """
        try:
            self.end.send(sent)
            if not self.end.poll(patience):
                raise Failed("did not end in time")
            said: Done | GradeError = self.end.recv()
        except (EOFError, OSError):
            self.close()
            raise Failed(f"ended (status {self.process.returncode})") from None
        if isinstance(said, GradeError):
            raise said
        return said

    @property
    def is_alive(self) -> bool:
        """Whether it can be handed another submission."""
        return self.process.poll() is None

    def close(self) -> None:
        """End it, with its children; it ends by itself when its descriptor does, unless it is at work."""
        self.end.close()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SELF_SECONDS)
            return
        self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
            return
        self.process.kill()
        self.process.wait()


def main(descriptor: int) -> None:
    """Grade what comes over the descriptor until nothing more does."""
    from grader.batch.executor import serve

    end = Connection(descriptor)
    try:
        grading = end.recv()
    except EOFError:
        return
    serve(grading, end)


if __name__ == "__main__":
    main(int(sys.argv[1]))
