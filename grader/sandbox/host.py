"""The host's end of one confined submission: requests out, plain values back, and the only clock that counts."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Self

from grader.errors import CourseError, GraderError, IsolationError
from grader.sandbox import outcome
from grader.sandbox.child import wire
from grader.sandbox.reply import Failure, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from grader.gradcheck import Sweep
    from grader.rubric import Limits
    from grader.sandbox.warm import Warm

LEVELS = ("strict", "landlock", "process")
MAX_REPLY = 64 << 20  # payload bytes of one frame
MAX_PRINTED = 16 << 20  # bytes that one request may print before it is stopped
MAX_SLOW = 3  # calls of one probe that may run into the time limit before the rest is skipped
GRACE_SECONDS = 2.0  # for a process to end after its last reply


@dataclass(frozen=True)
class Call:
    """One call of a probe: the case's inputs and, for a gradient check, sweeps over some of them.

    `checks` are the ids of the checks that need its reply.
    """

    inputs: Mapping[str, Any]
    sweeps: Sequence[Sweep] = ()
    output: str = ""
    checks: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Workspace:
    """Private folders of one submission on the host: its files, a scratch folder, an empty folder to mount on."""

    submission: Path
    scratch: Path
    point: Path


@dataclass(frozen=True)
class Settings:
    """How to run submissions: limits, the isolation level (or "auto"), and the seed of the child's generators."""

    limits: Limits
    level: str = "auto"
    seed: int = 0


@dataclass(frozen=True)
class Loaded:
    """How the import went. `failure`: nothing was defined; `stopped`: what came halfway, after some definitions."""

    failure: Failure | None
    stopped: Failure | None = None
    notes: tuple[str, ...] = ()
    printed: str = ""


class _Channel(wire.Reader):
    """Reads replies of one request and keeps the first part of what is printed meanwhile."""

    def __init__(self, keep: int):
        ours, self.theirs = socket.socketpair()
        super().__init__(ours, MAX_REPLY)
        self.output, self.output_theirs = os.pipe()
        self.keep, self.printed, self.count = keep, bytearray(), 0
        self._poll = select.poll()
        self._poll.register(ours, select.POLLIN)
        self._poll.register(self.output, select.POLLIN)

    def hand_over(self) -> None:
        """Close the ends that the child now holds."""
        self.theirs.close()
        if self.output_theirs >= 0:
            os.close(self.output_theirs)
            self.output_theirs = -1

    def _some(self, size: int, deadline: float | None) -> bytes:
        while True:
            left = (deadline or 0.0) - time.monotonic()
            if left <= 0:
                raise wire.Timeout
            ready = dict(self._poll.poll(left * 1000 + 1))
            if self.output in ready:
                self._take()
            if self.sock.fileno() in ready:
                try:
                    return self.sock.recv(size)
                except ConnectionError:
                    return b""

    def _take(self) -> None:
        data = os.read(self.output, 1 << 16)
        if not data:
            self._poll.unregister(self.output)
        self.count += len(data)
        self.printed += data[: max(0, self.keep - len(self.printed))]
        if self.count > MAX_PRINTED:
            raise outcome.TooMuchOutput

    def next(self, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next frame; an end where one was due is a WireError."""
        frame = self.frame(deadline)
        if frame is None:
            raise wire.WireError("it ended")
        return frame

    def drain(self) -> str:
        """Return what was printed since the last call, without waiting for more."""
        with contextlib.suppress(OSError, outcome.TooMuchOutput, KeyError):
            while select.select([self.output], [], [], 0)[0] and self.count < MAX_PRINTED:
                before = self.count
                self._take()
                if self.count == before:
                    break
        text, cut = self.printed.decode(errors="replace"), self.count > len(self.printed)
        self.printed, self.count = bytearray(), 0
        return text + ("\n... (cut)" if cut else "")

    def close(self) -> None:
        """Give everything back."""
        self.hand_over()
        self.sock.close()
        os.close(self.output)


class Session:
    """One confined submission. A request that hangs or kills the session costs itself only: a new one is opened."""

    def __init__(self, warm: Warm, space: Workspace, driver: str, settings: Settings):
        self._warm, self._space, self._driver = warm, space, driver
        self.limits, self._seed = settings.limits, settings.seed
        self._wanted = LEVELS if settings.level == "auto" else (settings.level,)
        self._paths: Mapping[str, str] | None = None
        self._control: socket.socket | None = None
        self._pidfd = -1
        self._running = 0
        self._deadline = time.monotonic() + self.limits.submission_seconds
        self.level = ""
        self.layers: tuple[str, ...] = ()
        self._open()

    def _open(self) -> None:
        refusals = []
        for level in self._wanted:
            refusal = self._try(level)
            if not refusal:
                self._wanted = (level,)
                return
            refusals.append(f"{level}: {refusal}")
        raise IsolationError("This machine refuses the isolation asked for. " + "; ".join(refusals) + ".")

    def _try(self, level: str) -> str:
        """Open a session at `level`; return why not, or nothing."""
        ours, theirs = socket.socketpair()
        config = {
            "root": str(self._space.submission),
            "scratch": str(self._space.scratch),
            "point": str(self._space.point),
            "driver": self._driver,
            "limits": asdict(self.limits),
            "level": level,
        }
        with theirs:
            self._warm.request(config, theirs)
        self._control, self._reader = ours, wire.Reader(ours, 0)
        first = self._hear(30.0)
        if "pid" in first:
            with contextlib.suppress(ProcessLookupError):  # ended already, which the next line finds out
                self._pidfd = os.pidfd_open(first["pid"])
            first = self._hear(30.0)
        if "ready" not in first:
            self._end()
            if "broken" in first:
                raise CourseError(f"The driver of this assignment cannot be run: {first['broken']}.")
            return str(first.get("refused", "the child ended without a word"))
        self.level, self.layers = level, tuple(first["layers"])
        return ""

    def _hear(self, seconds: float) -> dict[str, Any]:
        """Return what the session says next; an empty answer when it is gone, silent or talking nonsense."""
        try:
            frame = self._reader.frame(time.monotonic() + seconds)
        except (wire.Timeout, wire.WireError):
            return {}
        return frame[0] if frame else {}

    def scan(self) -> Mapping[str, Any]:
        """Return facts about the source files, read in a fork that runs none of them."""
        reply, failure = self._single({"op": "scan"}, self.limits.import_seconds)
        if failure is not None or not isinstance(reply.get("facts"), dict):
            return {}
        return dict(reply["facts"])

    def load(self, paths: Mapping[str, str]) -> Loaded:
        """Import the submission's files, in order, in the session itself."""
        request = {"op": "load", "paths": dict(paths), "seed": self._seed}
        reply, failure = self._single(request, self.limits.import_seconds)
        printed = str(reply.get("printed", ""))
        if failure is not None:
            return Loaded(outcome.while_importing(failure, self.limits), printed=printed)
        self._paths = paths
        stopped = outcome.raised(reply["stopped"], self.limits) if "stopped" in reply else None
        return Loaded(None, stopped, tuple(str(note)[:300] for note in list(reply.get("notes", []))[:20]), printed)

    def _single(self, request: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], Failure | None]:
        """Send a request that is answered by one frame."""
        with self._request(request) as channel:
            try:
                frame = channel.frame(self._until(seconds))
            except (wire.Timeout, outcome.TooMuchOutput) as stop:
                self._end()
                return {"printed": channel.drain()}, outcome.stopped(stop, seconds)
            except wire.WireError:
                frame = None
            printed = channel.drain()
            if frame is None:
                return {"printed": printed}, outcome.ended(self._settle(), self.limits)
            if "error" in frame[0]:
                return {"printed": printed}, outcome.raised(frame[0]["error"], self.limits)
            return dict(frame[0], printed=printed), None

    def probe(self, name: str, calls: Sequence[Call], lost: set[str] | None = None) -> list[Reply]:
        """Call one probe once for each of `calls`, in one fork; return as many replies.

        A call that takes too long costs the checks it is for: they are added to `lost`, and calls that serve none but
        lost checks are skipped, as is the rest once MAX_SLOW calls were too slow. After a crash the rest runs in a new
        fork.
        """
        lost = set() if lost is None else lost
        replies: list[Reply] = []
        while len(replies) < len(calls):
            slow = sum(_is_timed_out(reply) for reply in replies)
            if time.monotonic() >= self._deadline:
                replies.append(Reply(failure=outcome.out_of_time(self.limits)))
            elif slow >= MAX_SLOW or ((lost or slow) and calls[len(replies)].checks <= lost):
                replies.append(Reply(failure=outcome.SKIPPED_AFTER_TIMEOUT))
            else:
                made = list(self._calls(name, calls[len(replies) :]))
                replies += made
                lost |= calls[len(replies) - 1].checks if _is_timed_out(made[-1]) else set()
        return replies

    def _calls(self, name: str, calls: Sequence[Call]) -> Iterator[Reply]:
        """Yield replies until one of them ends the fork."""
        with self._request({"op": "probe", "probe": name, "seed": self._seed}) as channel:
            for call in calls:
                reply, alive = self._call(channel, call)
                yield reply
                if not alive:
                    return

    def _call(self, channel: _Channel, call: Call) -> tuple[Reply, bool]:
        outputs: dict[str, Any] = {}
        failure, seconds, alive = None, 0.0, False
        started, until = time.monotonic(), self._until(self.limits.probe_seconds)
        try:
            _send(channel.sock, call)
            while not alive:
                frame = channel.next(until)
                if "end" in frame[0]:
                    alive = True
                    seconds = outcome.seconds(frame[0]["end"])
                    failure = outcome.raised(frame[0]["error"], self.limits) if "error" in frame[0] else None
                else:
                    outputs.update(outcome.values(*frame))
        except (wire.Timeout, outcome.TooMuchOutput) as stop:
            self._end()
            failure = outcome.stopped(stop, self.limits.probe_seconds)
        except (wire.WireError, OSError):
            channel.sock.close()
            failure = outcome.ended(self._settle(), self.limits)
        return Reply(outputs, failure, seconds or time.monotonic() - started, channel.drain()), alive

    @contextlib.contextmanager
    def _request(self, request: Mapping[str, Any]) -> Iterator[_Channel]:
        """Hand the session one request, with a channel and an output pipe of its own."""
        self._settle()
        channel = _Channel(self.limits.output_kib << 10)
        try:
            self._hand_over(request, channel)
            channel.hand_over()
            yield channel
        finally:
            channel.close()

    def _hand_over(self, request: Mapping[str, Any], channel: _Channel) -> None:
        """Send a request; a session that has ended meanwhile is opened again, once."""
        for _ in range(2):
            if self._control is None:
                self._reopen()
                self._settle()
            if self._control is None:
                return
            try:
                wire.send(self._control, dict(request), fds=[channel.theirs.fileno(), channel.output_theirs])
            except OSError:
                self._end()
            else:
                self._running = 1
                return

    def _reopen(self) -> None:
        self._open()
        if self._paths is not None:
            paths, self._paths = self._paths, None
            if self.load(paths).failure is not None:
                self._paths = paths

    def _settle(self) -> dict[str, Any]:
        """Wait until the running request's process has ended; return what the session says of it."""
        done: dict[str, Any] = {}
        if self._running and self._control is not None:
            done = self._hear(GRACE_SECONDS)
            if "done" not in done:
                self._end()
        self._running = 0
        said = done.get("done")
        return said if isinstance(said, dict) else {}

    def _until(self, seconds: float) -> float:
        return min(time.monotonic() + seconds, self._deadline)

    def _end(self) -> None:
        """Kill the session and all that it started."""
        if self._pidfd >= 0:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self._pidfd, signal.SIGKILL)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._control is not None:
            self._control.close()
            self._control = None
        self._running = 0

    def close(self) -> None:
        """End the session."""
        self._end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_timed_out(reply: Reply) -> bool:
    return reply.failure is not None and reply.failure.kind == "timed_out"


def _send(sock: socket.socket, call: Call) -> None:
    arrays: list[bytes] = []
    header: dict[str, Any] = {"inputs": wire.flatten(dict(call.inputs), arrays)}
    if call.sweeps:
        header["output"] = call.output
        header["sweeps"] = [{"path": s.path, "values": wire.flatten(s.values, arrays)} for s in call.sweeps]
    sock.settimeout(GRACE_SECONDS)
    try:
        wire.send(sock, header, arrays)
    except TimeoutError:
        raise GraderError("A call could not be handed to the child within its time.") from None
