"""What has come back for the calls of one request: frame after frame becomes reply after reply."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from grader.sandbox import dumps, outcome
from grader.sandbox.reply import Reply

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.rubric import Limits
    from grader.sandbox.channel import Channel
    from grader.sandbox.reply import Failure, Value


class Answers:
    """Replies to calls in their order, and what the one after them gave so far."""

    def __init__(self, channel: Channel, limits: Limits, folders: Sequence[str]):
        self.replies: list[Reply] = []
        self._channel, self._limits, self._folders = channel, limits, folders
        self._outputs: dict[str, Value] = {}
        self._started = self._seen = time.monotonic()

    def take(self, header: Mapping[str, Any], payloads: Sequence[bytes]) -> None:
        """Take one frame: values of a call, or its end.

        Raises:
            WireError: it makes no sense.
            TooMuchOutput: the call printed more than it may.
        """
        with outcome.making_sense():
            if "end" not in header:
                outcome.add(self._outputs, outcome.values(header, payloads))
                return
            seconds = outcome.seconds(header["end"])
            failure = outcome.raised(header["error"], self._limits) if "error" in header else None
        place = header["printed"] if type(header.get("printed")) is int else None
        if self._channel.prints_too_much(self._channel.place if place is None else place):
            raise outcome.TooMuchOutput
        self._end(failure, seconds, place)

    def broken_off(self, failure: Failure) -> list[Reply]:
        """Return the replies, the last of them to a call that did not end by itself."""
        self._end(failure, 0.0, None)
        return self.replies

    def _end(self, failure: Failure | None, seconds: float, place: int | None) -> None:
        printed, frames = dumps.taken(self._channel.printed(place), self._folders)
        now = time.monotonic()
        taken = min(seconds, now - self._started) if seconds else now - self._seen
        self.replies.append(Reply(self._outputs, failure and dumps.located(failure, frames), taken, printed))
        self._outputs, self._seen = {}, now
