"""What one request brings along: a socket for calls and replies, and a pipe for what is printed meanwhile."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import threading
import time
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.sandbox import outcome
from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from grader.gradcheck import Sweep

MAX_REPLY = 64 << 20  # payload bytes of one frame
MAX_HELD = 128 << 20  # bytes of all replies of a submission; an honest one needs about one MiB
AS_OBJECTS = 16  # times its bytes are what a header may take as Python objects
MAX_PRINTED = 16 << 20  # bytes that one request may print before it is stopped
HAND_OVER_SECONDS = 2.0  # for a child to take its inputs


@dataclass(frozen=True)
class Call:
    """One call of a probe: the case's inputs and, for a gradient check, sweeps over some of them.

    `checks` are the ids of the checks that need its reply.
    """

    inputs: Mapping[str, Any]
    sweeps: Sequence[Sweep] = ()
    output: str = ""
    checks: frozenset[str] = frozenset()

    @cached_property
    def frame(self) -> bytes:
        """What is sent, made once for all submissions that are asked the same."""
        arrays: list[bytes] = []
        header: dict[str, Any] = {"inputs": wire.flatten(dict(self.inputs), arrays)}
        if self.sweeps:
            header["output"] = self.output
            header["sweeps"] = [{"path": s.path, "values": wire.flatten(s.values, arrays)} for s in self.sweeps]
        return wire.pack(header, arrays)


class Allowance:
    """How much one submission may still make this process hold. Sessions that run it together share one."""

    def __init__(self, left: int = MAX_HELD):
        self.left = left
        self._lock = threading.Lock()

    def take(self, size: int) -> None:
        """Count `size` bytes, before they are read; WireError when that is more than is left."""
        with self._lock:
            if size > self.left:
                raise wire.WireError("there is too much in all")
            self.left -= size


class Channel(wire.Reader):
    """Our end of a request. Reading a reply also takes in what is printed and keeps the first part of it."""

    def __init__(self, keep: int, allowance: Allowance | None = None):
        ours, self._theirs = socket.socketpair()
        super().__init__(ours, MAX_REPLY)
        self._allowance = allowance or Allowance()
        self._output, self._output_theirs = os.pipe()
        self._keep, self._printed, self._count = keep, bytearray(), 0
        self._poll = select.poll()
        self._poll.register(ours, select.POLLIN)
        self._poll.register(self._output, select.POLLIN)

    @property
    def descriptors(self) -> tuple[int, int]:
        """The ends that the child gets: socket and output pipe."""
        return self._theirs.fileno(), self._output_theirs

    def handed_over(self) -> None:
        """Close the ends that the child now holds."""
        self._theirs.close()
        if self._output_theirs >= 0:
            os.close(self._output_theirs)
            self._output_theirs = -1

    def send(self, call: Call) -> None:
        """Send one call."""
        self.sock.settimeout(HAND_OVER_SECONDS)
        try:
            self.sock.sendall(call.frame)
        except TimeoutError:  # it does not read: as good as hanging
            raise wire.Timeout from None

    def admit(self, header: int, payloads: int) -> None:
        """Count what a frame brings against the allowance, too."""
        super().admit(header, payloads)
        self._allowance.take(AS_OBJECTS * header + payloads)

    def next(self, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next frame; an end where one was due is a WireError."""
        frame = self.frame(deadline)
        if frame is None:
            raise wire.WireError(wire.ENDED)
        return frame

    def drain(self) -> str:
        """Return what was printed since the last call, without waiting for more."""
        with contextlib.suppress(OSError, outcome.TooMuchOutput, KeyError):
            while dict(self._poll.poll(0)).get(self._output) and self._count < MAX_PRINTED:
                before = self._count
                self._take()
                if self._count == before:
                    break
        text, cut = self._printed.decode(errors="replace"), self._count > len(self._printed)
        self._printed, self._count = bytearray(), 0
        return text + ("\n... (cut)" if cut else "")

    def close(self) -> None:
        """Give everything back."""
        self.handed_over()
        self.sock.close()
        os.close(self._output)

    def _some(self, size: int, deadline: float | None) -> bytes:
        while True:
            left = (deadline or 0.0) - time.monotonic()
            if left <= 0:
                raise wire.Timeout
            ready = dict(self._poll.poll(left * 1000 + 1))
            if self._output in ready:
                self._take()
            if self.sock.fileno() in ready:
                try:
                    return self.sock.recv(size)
                except ConnectionError:
                    return b""

    def _take(self) -> None:
        data = os.read(self._output, 1 << 16)
        if not data:
            self._poll.unregister(self._output)
        self._count += len(data)
        self._printed += data[: max(0, self._keep - len(self._printed))]
        if self._count > MAX_PRINTED:
            raise outcome.TooMuchOutput
