"""The host's end of one confined submission: requests out, plain values back, and the only clock that counts."""

from __future__ import annotations

import contextlib
import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from grader.errors import IsolationError
from grader.sandbox import dumps, outcome
from grader.sandbox.channel import Allowance, Call, Channel
from grader.sandbox.child import wire
from grader.sandbox.confined import LEVELS, Confined, RefusedError, Workspace
from grader.sandbox.importing import How, Loaded, loaded
from grader.sandbox.reply import Failure, Frame, Reply

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.rubric import Limits
    from grader.sandbox.warm import Warm

__all__ = ["LEVELS", "Call", "Given", "Loaded", "Session", "Settings", "Workspace"]

SLOWER = 3  # times as long for a call with stand-ins, which differentiate numerically
MAX_SLOW = 3  # calls of one probe that may run into the time limit before the rest is skipped
AS_IT_IS = How()
GRACE_SECONDS = 2.0  # for a process to end after its last reply
SHORT_GRACE_SECONDS = 0.1  # for one of a submission that has used up the longer one MAX_SLOW times


@dataclass(frozen=True)
class Settings:
    """How to run submissions: limits, the isolation level, and the seed of the child's generators.

    The level "auto" is the best one that this machine gives, but none below `least`.
    """

    limits: Limits
    level: str = "auto"
    seed: int = 0
    least: str = "process"


@dataclass(frozen=True)
class Given:
    """Names of a submission's parts to be replaced for a call, and the source of what stands in for them."""

    names: tuple[str, ...] = ()
    source: str = ""


NOTHING = Given()


class Session:
    """One confined submission. A request that hangs or kills its process costs itself only: a new one is opened."""

    def __init__(self, warm: Warm, space: Workspace, driver: str, settings: Settings):
        self._warm, self._space, self._driver = warm, space, driver
        self.limits, self._seed = settings.limits, settings.seed
        best = LEVELS[: LEVELS.index(settings.least) + 1]
        self._wanted = best if settings.level == "auto" else (settings.level,)
        self._imported: tuple[Mapping[str, str], How] | None = None
        self._running, self._lingered = False, 0
        self.allowance = Allowance()  # sessions of one submission may share it
        self._deadline = time.monotonic() + self.limits.submission_seconds
        self._ooms = warm.group.ooms() if warm.group else 0
        self._child: Confined | None = None
        opened = self._open()
        self.level, self.layers = opened.level, opened.layers

    def _open(self) -> Confined:
        """Open a confined process at the first level, of those wanted, that this machine gives."""
        refusals = []
        for level in self._wanted:
            try:
                self._child = Confined(self._warm, self._space, self._driver, self.limits, level)
            except RefusedError as refusal:
                refusals.append(f"{level}: {refusal}")
            else:
                self._wanted = (level,)
                return self._child
        raise IsolationError(
            f"This machine refuses the isolation that is needed. {'; '.join(refusals)}. `grade doctor` shows what it "
            "offers, docs/security.md how to get more; `--isolation process` runs code that you trust without walls."
        )

    def scan(self) -> Mapping[str, Any]:
        """Return facts about the source files, read in a fork that runs none of them."""
        reply, failure = self._single({"op": "scan"}, self.limits.import_seconds)
        if failure is not None or not isinstance(reply.get("facts"), dict):
            return {}
        return dict(reply["facts"])

    def load(self, paths: Mapping[str, str], how: How = AS_IT_IS) -> Loaded:
        """Import the submission's files, in order, in the session itself."""
        request = {"op": "load", "paths": dict(paths), "seed": self._seed, "seconds": self.limits.import_seconds}
        reply, failure = self._single({**request, **how.request()}, self.limits.import_seconds)
        printed = str(reply.get("printed", ""))
        if failure is not None:
            return Loaded(outcome.while_importing(failure, self.limits), printed=printed)
        self._imported = (paths, how)
        return loaded(reply, printed, self.limits)

    def _single(self, request: Mapping[str, Any], seconds: float) -> tuple[dict[str, Any], Failure | None]:
        """Send a request that is answered by one frame."""
        with self._request(request) as channel:
            try:
                frame = channel.frame(self._until(seconds))
            except (wire.Timeout, outcome.TooMuchOutput) as stop:
                printed, frames = self._printed(channel)
                return {"printed": printed}, dumps.located(self._stop(stop, seconds), frames)
            except wire.WireError:
                frame = None
            if frame is None:
                failure = self._ended()
                printed, frames = self._printed(channel)
                return {"printed": printed}, dumps.located(failure, frames)
            printed, _ = self._printed(channel)
            if "error" in frame[0]:
                with contextlib.suppress(wire.WireError), outcome.making_sense():
                    return {"printed": printed}, outcome.raised(frame[0]["error"], self.limits)
                return {"printed": printed}, outcome.ended({}, self.limits)
            return dict(frame[0], printed=printed), None

    def probe(
        self,
        name: str,
        calls: Sequence[Call],
        lost: set[str] | None = None,
        seed: int | None = None,
        given: Given = NOTHING,
    ) -> list[Reply]:
        """Call one probe once for each of `calls`, in one fork, its generators seeded before each; return the replies.

        `given` are parts of the submission that are replaced by correct stand-ins.

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
                made = list(self._calls(name, calls[len(replies) :], self._seed if seed is None else seed, given))
                replies += made
                lost |= calls[len(replies) - 1].checks if _is_timed_out(made[-1]) else set()
        return replies

    def _calls(self, name: str, calls: Sequence[Call], seed: int, given: Given) -> Iterator[Reply]:
        """Yield replies until one of them ends the fork."""
        allowed = self.limits.seconds(name) * (SLOWER if given.names else 1)
        request: dict[str, Any] = {"op": "probe", "probe": name, "seed": seed, "seconds": allowed}
        if given.names:
            request |= {"given": list(given.names), "stand_ins": given.source}
        with self._request(request) as channel:
            for call in calls:
                reply, alive = self._call(channel, call, request["seconds"])
                yield reply
                if not alive:
                    return

    def _call(self, channel: Channel, call: Call, allowed: float) -> tuple[Reply, bool]:
        outputs: dict[str, Any] = {}
        failure, seconds, alive = None, 0.0, False
        started, until = time.monotonic(), self._until(allowed)
        try:
            channel.send(call)
            while not alive:
                header, payloads = channel.next(until)
                with outcome.making_sense():
                    if "end" not in header:
                        outcome.add(outputs, outcome.values(header, payloads))
                        continue
                    seconds = outcome.seconds(header["end"])
                    failure = outcome.raised(header["error"], self.limits) if "error" in header else None
                    alive = True
        except (wire.Timeout, outcome.TooMuchOutput) as stop:
            failure = self._stop(stop, allowed)
        except (wire.WireError, OSError) as fault:
            channel.sock.close()
            failure = outcome.broken_off(self._ended(), fault)
        printed, frames = self._printed(channel)
        taken = min(seconds or math.inf, time.monotonic() - started)
        return Reply(outputs, failure and dumps.located(failure, frames), taken, printed), alive

    def _printed(self, channel: Channel) -> tuple[str, tuple[Frame, ...]]:
        """Return what was printed, and where the submission was if its interpreter told."""
        return dumps.taken(channel.drain(), ("/submission", str(self._space.submission)))

    @contextlib.contextmanager
    def _request(self, request: Mapping[str, Any]) -> Iterator[Channel]:
        """Hand the child one request, with a channel of its own; a child that ended meanwhile is replaced, once."""
        self._settle()
        channel = Channel(self.limits.output_kib << 10, self.allowance)
        try:
            for _ in range(2):
                self._running = self._living().hand_over(request, channel)
                if self._running:
                    break
                self.close()
            channel.handed_over()
            yield channel
        finally:
            channel.close()

    def _living(self) -> Confined:
        """Return the child; when it was ended, open one and import the submission again."""
        if self._child is not None:
            return self._child
        opened = self._open()
        if self._imported is not None:
            imported, self._imported = self._imported, None
            self.load(*imported)
            self._imported = imported
            self._settle()
        return self._child or opened

    def _settle(self) -> dict[str, Any]:
        """Wait until the running request's process has ended; return what the child says of it."""
        done: dict[str, Any] = {}
        if self._running and self._child is not None:
            done = self._child.hear(GRACE_SECONDS if self._lingered < MAX_SLOW else SHORT_GRACE_SECONDS)
            if "done" not in done:
                self._lingered += 1
                self.close()
        self._running = False
        said = done.get("done")
        return said if isinstance(said, dict) else {}

    def _ended(self) -> Failure:
        """Say how the running request's process ended."""
        done, group = self._settle(), self._warm.group
        if group is not None and group.ooms() > self._ooms:
            self._ooms = group.ooms()
            return outcome.out_of_memory(self.limits, done.get("peak_kib"))
        return outcome.ended(done, self.limits)

    def _until(self, seconds: float) -> float:
        return min(time.monotonic() + seconds, self._deadline)

    def _stop(self, stop: Exception, allowed: float) -> Failure:
        """Kill what was too slow or too loud; return what to say of it."""
        self.close()
        if isinstance(stop, wire.Timeout) and time.monotonic() >= self._deadline:
            return outcome.out_of_time(self.limits)
        return outcome.stopped(stop, allowed)

    def close(self) -> None:
        """End the child and all that it started."""
        if self._child is not None:
            self._child.kill()
            self._child = None
        self._running = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _is_timed_out(reply: Reply) -> bool:
    return reply.failure is not None and reply.failure.kind == "timed_out"
