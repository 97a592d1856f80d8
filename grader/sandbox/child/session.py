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
from os import fork, kill, killpg, pread, wait4, waitpid  # bound now: a submission may patch modules
from time import sleep
from typing import Any, Callable, Dict, List, Sequence

from . import explain, given, load, probe, scan, stack, wire
from .confine import levels, limits, seccomp

_OWN = [name for name in sys.modules if name == __package__ or name.startswith("%s." % __package__)]

Flush = Callable[[], None]
MAX_EXPLAINED = 20  # files of which a reply says what ended their import


class Session:
    """Answers the host's requests on `control`, one at a time, until it closes."""

    def __init__(self, control: socket.socket, config: Dict[str, Any], life: int):
        self.control, self.config, self.life = control, config, life
        self.reader = wire.Reader(control, takes_fds=True)
        self.children = -1  # the kernel's list of our children, where /proc has one
        self.code: Any = None
        self.driver = types.ModuleType("driver")

    def run(self) -> None:
        """Confine this process, then serve."""
        limits.close_all_but(self.control.fileno(), self.life)
        self._open_list()
        try:
            layers = levels.confine(self.config["level"], self.config)
        except OSError as refusal:
            wire.send(self.control, {"refused": str(refusal)})
            return
        self.config["walled"] &= _cannot_reach(os.getppid())
        if select.select([self.life], [], [], 0)[0]:  # the keeper died while its death would not have been told
            return
        os.close(self.life)
        try:
            self._prepare()
        except Exception as error:  # noqa: BLE001 - whatever the course's own driver raises
            wire.send(self.control, {"broken": _told(error)})
            return
        stack.watch()
        wire.send(self.control, {"ready": self.config["level"], "layers": layers})
        for message in iter(self.reader.frame, None):
            calls, channel, output = descriptors = self.reader.take_fds()
            done = self._answer(message[0], calls, channel, output)
            for descriptor in descriptors:
                os.close(descriptor)
            wire.send(self.control, {"done": done, "of": message[0]["of"]})

    def _prepare(self) -> None:
        """Link the submission's entries into the working folder and compile the driver."""
        self._link({name: name for name in os.listdir(self.config["root"])})
        exec(compile(self.config["driver"], "driver.py", "exec"), self.driver.__dict__)  # noqa: S102 - the course's own

    def _link(self, names: Dict[str, str]) -> None:
        """Make files of the submission reachable in the working folder: name there -> path."""
        for name, path in names.items():
            link = os.path.join(self.config["scratch"], name)
            if not os.path.lexists(link):  # below `strict`, a session that is opened again finds the same folder
                os.symlink(os.path.join(self.config["root"], path), link)

    def _answer(self, request: Dict[str, Any], calls: int, channel: int, output: int) -> Dict[str, Any]:
        if request["op"] == "load":
            self._load(request, channel, output)
            self._sweep()
            return {"status": 0}
        if request["op"] == "scan":
            return self._in_fork(lambda _: self._scan(channel), output, channel)
        function = getattr(self.driver, request["probe"], None)
        shared = request["seed"], self.config["root"], request["seconds"]
        asked = probe.Request(request["probe"], request["sizes"], *shared)

        if function is not None and request.get("given"):
            function = given.before(function, request["given"], request["stand_ins"], self.config["root"])

        def work(flush: Flush) -> None:
            probe.serve((calls, channel, output), function, self.code, asked, flush)

        return self._in_fork(work, output, calls, channel, output)

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
        with contextlib.suppress(OSError):  # the submission of a session before this one may have spoilt its folder
            self._link(request.get("data", {}))
        try:
            stack.expect(request["seconds"])
            load.install(root, self.config["scratch"])
            self.code = load.Code(load.load(root, request["paths"], request))
            reply: Dict[str, Any] = {"ok": True, "notes": list(load.notes())}
            for kind, errors in (("stopped", load.stopped()), ("unusable", load.unusable())):
                reply[kind] = [explain.explain(error, root) for error in errors[:MAX_EXPLAINED]]
        except BaseException as error:  # noqa: BLE001 - whatever the student's module raises, SystemExit too
            reply = {"error": explain.explain(error, root)}
        stack.expect(0)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        flush()
        _to(os.open(os.devnull, os.O_WRONLY))
        gc.collect()
        gc.freeze()  # what is loaded now stays in pages shared with every fork
        send(sock, reply)
        sock.close()

    def _in_fork(self, work: Callable[[Flush], None], output: int, *keep: int) -> Dict[str, Any]:
        """Run `work` in a fork, wait for it, and end whatever it left running."""
        try:
            child = fork()
        except OSError:  # the limits are full of what the import left running
            return {"unforkable": True}
        if child == 0:
            _alone(work, output, keep, tightened=self.config["tightened"])
        try:
            _, status, usage = wait4(child, 0)
        except ChildProcessError:  # the submission has arranged that nobody hears of it
            return {}
        finally:
            self._sweep(child)
        return {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "peak_kib": usage.ru_maxrss}

    def _open_list(self) -> None:
        if self.config["level"] != "strict":
            with contextlib.suppress(OSError):
                self.children = os.open("/proc/self/task/%d/children" % os.getpid(), os.O_RDONLY | os.O_CLOEXEC)

    def _sweep(self, group: int = 0) -> None:
        """End and reap all that the submission left running; `group` is the process group of its last probe."""
        while True:
            with contextlib.suppress(OSError):
                if self.config["walled"]:
                    kill(-1, signal.SIGKILL)  # at once, so that nobody forks meanwhile
                elif group:
                    killpg(group, signal.SIGKILL)
            for child in self._listed():
                with contextlib.suppress(OSError):
                    kill(child, signal.SIGKILL)
            if not self._reaped():
                return

    def _listed(self) -> List[int]:
        """Return our children, orphans that were handed to us among them."""
        if self.children < 0 or self.config["walled"]:
            return []
        try:
            return [int(child) for child in pread(self.children, 1 << 16, 0).split()]
        except OSError:
            return []

    def _reaped(self) -> bool:
        """Take note of those that have ended; return whether others still have to, or may have been made meanwhile."""
        try:
            while waitpid(-1, os.WNOHANG)[0]:
                pass
        except ChildProcessError:
            return False
        if not self.config["walled"] and self.children < 0:  # nobody can tell who is left
            return False
        sleep(0.0002)
        return True


def _cannot_reach(keeper: int) -> bool:
    """Tell whether a signal to all would spare those outside: the keeper, who is nobody to process 1 of a namespace."""
    try:
        kill(keeper, 0) if keeper else None
    except OSError:
        return True
    return keeper == 0


def _told(error: Exception) -> str:
    """Return what is wrong with the driver, with its line."""
    lines = [line for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == "driver.py"]
    if isinstance(error, SyntaxError) and error.filename == "driver.py":
        return "driver.py, line %s: %s" % (error.lineno, error.msg)
    return "driver.py, line %s: %s: %s" % (lines[-1] if lines else "?", type(error).__name__, error)


def _alone(work: Callable[[Flush], None], output: int, keep: Sequence[int], tightened: bool) -> None:
    """Do `work` as a process of its own that never returns, with no descriptors but those to `keep`.

    The session's control socket is closed, too: who holds it could answer for a later probe. A session has to fork, its
    probes need not: where processes are not counted apart, they cannot.
    """
    status = 1
    try:
        if limits.die_with_parent():  # else it ends with the group that the host kills
            os.setpgid(0, 0)
        flush = _to(output)
        limits.close_all_but(*keep)
        if tightened:
            seccomp.no_processes()
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
