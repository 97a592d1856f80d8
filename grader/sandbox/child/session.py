"""One confined submission: it is read or imported once, and each probe runs in a fork of the result.

The host is the only timekeeper: when a request takes too long it kills this whole session and starts another. What
is said here about exit statuses and resources therefore serves the reader of a report, never a decision.
"""

from __future__ import annotations

import contextlib
import gc
import os
import select
import signal
import socket
import sys
import traceback
import types
from typing import Any, Callable, Dict

from . import explain, load, probe, scan, wire
from .confine import levels, limits

_OWN = [name for name in sys.modules if name == __package__ or name.startswith("%s." % __package__)]

Flush = Callable[[], None]


class Session:
    """Answers the host's requests on `control`, one at a time, until it closes."""

    def __init__(self, control: socket.socket, config: Dict[str, Any], life: int):
        self.control, self.config, self.life = control, config, life
        self.reader = wire.Reader(control, takes_fds=True)
        self.first = os.getpid() == 1  # of a PID namespace: everyone else there belongs to the submission
        self.code: Any = None
        self.driver = types.ModuleType("driver")

    def run(self) -> None:
        """Confine this process, then serve."""
        limits.close_all_but(self.control.fileno(), self.life)
        try:
            layers = levels.confine(self.config["level"], self.config)
        except OSError as refusal:
            wire.send(self.control, {"refused": str(refusal)})
            return
        if select.select([self.life], [], [], 0)[0]:  # the keeper died while its death would not have been told
            return
        os.close(self.life)
        try:
            self._prepare()
        except Exception as error:  # noqa: BLE001 - whatever the course's own driver raises
            wire.send(self.control, {"broken": _told(error)})
            return
        wire.send(self.control, {"ready": self.config["level"], "layers": layers})
        for message in iter(self.reader.frame, None):
            channel, output = self.reader.take_fds()
            done = self._answer(message[0], channel, output)
            os.close(channel)
            os.close(output)
            wire.send(self.control, {"done": done})

    def _prepare(self) -> None:
        """Link the submission's entries into the working folder and compile the driver."""
        root = self.config["root"]
        for name in os.listdir(root):
            link = os.path.join(self.config["scratch"], name)
            if not os.path.lexists(link):  # below `strict`, a session that is opened again finds the same folder
                os.symlink(os.path.join(root, name), link)
        exec(compile(self.config["driver"], "driver.py", "exec"), self.driver.__dict__)  # noqa: S102 - the course's own

    def _answer(self, request: Dict[str, Any], channel: int, output: int) -> Dict[str, Any]:
        if request["op"] == "load":
            self._load(request, channel, output)
            return {"status": 0}
        if request["op"] == "scan":
            return self._in_fork(lambda _: self._scan(channel), channel, output)
        function = getattr(self.driver, request["probe"], None)
        asked = probe.Request(request["probe"], request["seed"], self.config["root"])
        return self._in_fork(lambda flush: probe.serve(channel, function, self.code, asked, flush), channel, output)

    def _scan(self, channel: int) -> None:
        with socket.socket(fileno=channel) as sock:
            wire.send(sock, {"facts": scan.scan(self.config["root"])})

    def _load(self, request: Dict[str, Any], channel: int, output: int) -> None:
        """Import the submission in this very process, printing to `output`."""
        root, send, flush = self.config["root"], wire.send, _to(output)
        for name in _OWN:  # a submission may have a module of any name
            sys.modules.pop(name, None)
        sock = socket.socket(fileno=os.dup(channel))
        probe.seed(request["seed"])
        try:
            load.install(root, self.config["scratch"])
            self.code = load.Code(load.load(root, request["paths"]))
            reply: Dict[str, Any] = {"ok": True, "notes": list(load.notes())}
            stop = load.stopped()
            if stop is not None:
                reply["stopped"] = explain.explain(stop, root)
        except BaseException as error:  # noqa: BLE001 - whatever the student's module raises, SystemExit too
            reply = {"error": explain.explain(error, root)}
        flush()
        _to(os.open(os.devnull, os.O_WRONLY))
        gc.collect()
        gc.freeze()  # what is loaded now stays in pages shared with every fork
        send(sock, reply)
        sock.close()

    def _in_fork(self, work: Callable[[Flush], None], channel: int, output: int) -> Dict[str, Any]:
        """Run `work` in a fork, wait for it, and end whatever it left running."""
        child = os.fork()
        if child == 0:
            _alone(work, channel, output)
        _, status, usage = os.wait4(child, 0)
        self._sweep(child)
        return {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "peak_kib": usage.ru_maxrss}

    def _sweep(self, child: int) -> None:
        try:
            if self.first:
                os.kill(-1, signal.SIGKILL)
            else:
                os.killpg(child, signal.SIGKILL)
        except OSError:  # nobody is left
            return
        try:
            while os.waitpid(-1, 0 if self.first else os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            pass


def _told(error: Exception) -> str:
    """Return what is wrong with the driver, with its line."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == "driver.py"]
    if isinstance(error, SyntaxError) and error.filename == "driver.py":
        return "driver.py, line %s: %s" % (error.lineno, error.msg)
    return "driver.py, line %s: %s: %s" % (lines[-1] if lines else "?", type(error).__name__, error)


def _alone(work: Callable[[Flush], None], channel: int, output: int) -> None:
    """Do `work` as a process of its own that never returns, with no descriptor but its own channel.

    The session's control socket is closed, too: who holds it could answer for a later probe.
    """
    status = 1
    try:
        os.setpgid(0, 0)
        limits.die_with_parent()
        flush = _to(output)
        limits.close_all_but(channel)
        work(flush)
        flush()
        status = 0
    finally:
        os._exit(status)


def _to(descriptor: int) -> Flush:
    """Send standard output and error to `descriptor`; return what flushes them."""
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    stream = open(1, "w", encoding="utf-8", errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    for name in ("stdout", "stderr", "__stdout__", "__stderr__"):
        setattr(sys, name, stream)

    def flush() -> None:
        for target in (sys.stdout, sys.stderr, stream):
            with contextlib.suppress(Exception):  # a submission may have put anything there
                target.flush()

    return flush
