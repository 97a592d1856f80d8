"""The host's end of one confined submission: requests out, plain values back, and the only clock that counts."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Self

from grader.errors import IsolationError
from grader.sandbox import dumps, outcome
from grader.sandbox.answers import Answers
from grader.sandbox.channel import Allowance, Call, Channel
from grader.sandbox.child import wire
from grader.sandbox.confined import LEVELS, Confined, RefusedError, Workspace
from grader.sandbox.importing import How, Loaded, loaded
from grader.sandbox.reply import Failure, Reply

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from grader.rubric import Limits
    from grader.sandbox.warm import Warm

__all__ = ["LEVELS", "Call", "Given", "Loaded", "Session", "Settings", "Workspace"]

SLOWER = 3  # times as long for a call with stand-ins, which differentiate numerically
MAX_SLOW = 3  # calls of one probe that may run into the time limit before the rest is skipped
AS_IT_IS = How()
LOOK_SECONDS = 0.05  # from one look at a request that takes long to the next
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
        self._folders = ("/submission", str(space.submission))  # as it names them, by the level
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
                header = self._first(channel, seconds)
            except (wire.Timeout, outcome.TooMuchOutput) as stop:
                failure = self._stop(stop, seconds)
            except (wire.WireError, StopIteration):
                failure = self._ended()
            else:
                printed, _ = dumps.taken(channel.printed(), self._folders)
                if "error" not in header:
                    return dict(header, printed=printed), None
                with contextlib.suppress(wire.WireError), outcome.making_sense():
                    return {"printed": printed}, outcome.raised(header["error"], self.limits)
                return {"printed": printed}, outcome.ended({}, self.limits)
            printed, frames = dumps.taken(channel.printed(), self._folders)
            return {"printed": printed}, dumps.located(failure, frames)

    def _first(self, channel: Channel, seconds: float) -> dict[str, Any]:
        header, _ = next(self._frames(channel, seconds))
        if channel.prints_too_much(channel.place):
            raise outcome.TooMuchOutput
        return header

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
            elif slow >= MAX_SLOW or not (wanted := list(takewhile(_still_needed(lost, slow), calls[len(replies) :]))):
                replies.append(Reply(failure=outcome.SKIPPED_AFTER_TIMEOUT))
            else:
                made = self._calls(name, wanted, self._seed if seed is None else seed, given)
                replies += made
                lost |= calls[len(replies) - 1].checks if _is_timed_out(made[-1]) else set()
        return replies

    def _calls(self, name: str, calls: Sequence[Call], seed: int, given: Given) -> list[Reply]:
        """Make calls in one fork; return the replies, up to the one that ended it."""
        allowed = self.limits.seconds(name) * (SLOWER if given.names else 1)
        request: dict[str, Any] = {"op": "probe", "probe": name, "seed": seed, "seconds": allowed}
        if given.names:
            request |= {"given": list(given.names), "stand_ins": given.source}
        with self._request(request, calls) as channel:
            answers = Answers(channel, self.limits, self._folders)
            try:
                for header, payloads in self._frames(channel, allowed):
                    answers.take(header, payloads)
                    if len(answers.replies) == len(calls):
                        return answers.replies
                    if channel.full:
                        self.close()
                        return answers.replies
                fault: Exception = wire.WireError(wire.CUT_OFF if channel.begun else wire.ENDED)
            except (wire.Timeout, outcome.TooMuchOutput) as stop:
                return answers.broken_off(self._stop(stop, allowed))
            except (wire.WireError, OSError) as error:
                fault = error
                channel.sock.close()
            return answers.broken_off(outcome.broken_off(self._ended(), fault))

    def _frames(self, channel: Channel, allowed: float) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
        """Yield what comes on a channel until the request has ended. `allowed` are the seconds from one "end" on."""
        child, until = self._child, self._until(allowed)
        while child is not None:
            over = child.wait(min(LOOK_SECONDS, until - time.monotonic()), channel.sock if channel.streams else None)
            place = channel.place  # before its frames are read: what is printed after them is of a later call
            for frame in channel.frames():  # all that came, however late it is seen: a call may have ended in time
                until = self._until(allowed) if "end" in frame[0] else until
                yield frame
            if channel.prints_too_much(place):
                raise outcome.TooMuchOutput
            if over:
                return
            if time.monotonic() >= until:
                raise wire.Timeout

    @contextlib.contextmanager
    def _request(self, request: Mapping[str, Any], calls: Sequence[Call] = ()) -> Iterator[Channel]:
        """Hand the child one request, with a channel of its own; a child that ended meanwhile is replaced, once."""
        self._settle()
        channel = Channel(self.limits, self.allowance, calls)
        try:
            for _ in range(2):
                self._running = self._living().hand_over(dict(request, sizes=channel.sizes), channel)
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


def _still_needed(lost: set[str], slow: int) -> Callable[[Call], bool]:
    """Return what tells whether a call serves any check that no time-out has decided, after so many time-outs."""
    return lambda call: not (lost or slow) or not call.checks <= lost


def _is_timed_out(reply: Reply) -> bool:
    return reply.failure is not None and reply.failure.kind == "timed_out"
