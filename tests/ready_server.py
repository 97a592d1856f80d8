"""What `tests.ready` starts: it answers requests on a socket, words, folder and environment, with their descriptors."""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import pkgutil
import socket
import sys
from typing import TYPE_CHECKING

import _pytest.config

import grader
import grader.classpage.as_html
import grader.report.as_html
from grader.__main__ import main
from tests import ready_parent

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1 << 20  # bytes of a request


def prepare() -> None:
    """Do once what each run would do anew: import whatever one may need, and compile the pages' templates."""
    ours = [module.name for module in pkgutil.walk_packages(grader.__path__, "grader.")]
    plugins = [f"_pytest.{name}" for name in _pytest.config.default_plugins]
    for name in (*ours, *plugins, "pytest_jsonreport.plugin", "pytest_metadata.plugin"):
        if not name.startswith("grader.sandbox.child."):  # which a run imports in another process
            importlib.import_module(name)
    ready_parent.install()
    grader.report.as_html.template("en")
    grader.classpage.as_html.template("en")
    gc.collect()
    gc.freeze()  # so that no fork copies all this when it collects


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
    prepare()
    serve(int(sys.argv[1]))
