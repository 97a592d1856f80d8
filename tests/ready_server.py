"""What `tests.ready` starts: it answers requests on a socket, words, folder and environment, with their descriptors."""

from __future__ import annotations

import io
import json
import os
import socket
import sys
from typing import TYPE_CHECKING

# What `grade` imports when it needs it.
import grader.cli.running
import grader.cli.tending
import grader.diagnose.name
import grader.diagnose.record
import grader.engine.items
import grader.platforms.command
import grader.platforms.run
import grader.report.as_html
import grader.report.as_text
import grader.wheel  # noqa: F401
from grader.__main__ import main

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1 << 20  # bytes of a request


def serve(descriptor: int) -> None:
    """Answer until nobody asks any more."""
    with socket.socket(fileno=descriptor) as asked:
        while True:
            request, fds, _, _ = socket.recv_fds(asked, MOST, 3)
            if not request:
                return
            child = os.fork()
            if child == 0:
                asked.close()
                grade(json.loads(request), fds)
            for fd in fds:
                os.close(fd)
            _, status = os.waitpid(child, 0)
            asked.send(str(os.waitstatus_to_exitcode(status)).encode())


def grade(request: tuple[list[str], str, dict[str, str]], fds: Sequence[int]) -> None:
    """Be `grade`, and end."""
    words, cwd, environment = request
    status = 1
    try:
        for number, fd in enumerate(fds, start=1):
            os.dup2(fd, number)
            os.close(fd)
        os.chdir(cwd)
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = ["grade", *words]
        sys.modules["__main__"].__package__ = None  # click takes the command's name from argv then
        sys.stdout, sys.stderr = (io.TextIOWrapper(io.FileIO(fd, "wb"), encoding="utf-8") for fd in (1, 2))
        main()
        status = 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1 if end.code else 0
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        os._exit(status)


if __name__ == "__main__":
    serve(int(sys.argv[1]))
