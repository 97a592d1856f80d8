"""What one request brings along: the calls to make, a socket for what they give, and a file for what is printed.

A reply wakes nobody: it lies in the socket until the request has ended, or until its host looks how far it has come.
"""

from __future__ import annotations

import os
import socket
import tempfile
import threading
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from grader.gradcheck import Sweep
    from grader.rubric import Limits

MAX_REPLY = 64 << 20  # payload bytes of one frame
MAX_HELD = 128 << 20  # bytes of all replies of a submission; an honest one needs about one MiB
AS_OBJECTS = 16  # times its bytes are what a header may take as Python objects
MAX_PRINTED = 8 << 20  # bytes that one call may print before it is stopped
HOLDS = 1 << 18  # bytes that may wait in the socket; some systems double it, and one would give it 8 KiB
MANY = 1 << 17  # bytes that came at once: from then on a child that may wait for room is read as it writes
AT_ONCE = 4 * HOLDS  # bytes to take at one look: whatever the socket held when it began


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


class Channel(wire.Frames):
    """Our end of a request. Its files are its own: what one submission leaves on them no other one ever sees."""

    def __init__(self, limits: Limits, allowance: Allowance, calls: Sequence[Call] = ()):
        super().__init__(MAX_REPLY)
        self.sock, self._theirs = socket.socketpair()
        self.sock.setblocking(False)
        self._theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, HOLDS)
        self.sizes = [len(call.frame) for call in calls]
        self._calls, self._output = _file([call.frame for call in calls]), _file()
        self._allowance, self._keep, self._told = allowance, limits.output_kib << 10, 0
        self._most = min(MAX_PRINTED, limits.file_mib << 19)  # so that the file has room for it behind those before
        self.streams = False  # whether so much comes that it should be waited for

    @property
    def descriptors(self) -> tuple[int, int, int]:
        """What the child gets: the calls, its end of the socket, and the file to print to."""
        return self._calls, self._theirs.fileno(), self._output

    def handed_over(self) -> None:
        """Close what the child alone now holds."""
        self._theirs.close()

    def admit(self, header: int, payloads: int) -> None:
        """Count what a frame brings against the allowance, too."""
        super().admit(header, payloads)
        self._allowance.take(AS_OBJECTS * header + payloads)

    def frames(self) -> Iterator[tuple[dict[str, Any], list[bytes]]]:
        """Yield the frames that have come as a whole by now."""
        came = 0
        while True:
            while frame := self.take():
                yield frame
            try:
                part = self.sock.recv(max(wire.CHUNK, min(self.missing(), 1 << 20))) if came < AT_ONCE else None
            except BlockingIOError:
                part = None
            except ConnectionError:
                part = b""
            if not part:
                self.streams = part is None and (self.streams or came >= MANY)
                return
            came += len(part)
            self.feed(part)

    @property
    def place(self) -> int:
        """Where in the file printing has come to."""
        return os.fstat(self._output).st_size

    @property
    def full(self) -> bool:
        """Whether the file has no more room for the most that a call may print."""
        return self._told >= self._most

    def prints_too_much(self, until: int) -> bool:
        """Tell whether more was printed, up to a place in the file and since `printed` was asked last, than may be."""
        return until - self._told >= self._most

    def printed(self, until: int | None = None) -> str:
        """Return the first part of what was printed since this was asked last, up to a place in the file or its end."""
        if until is not None and until <= self._told:
            return ""
        start, end = self._told, self.place if until is None else min(until, self.place)
        if end <= start:
            return ""
        self._told = end
        text = os.pread(self._output, min(self._keep, end - start), start).decode(errors="replace")
        return text + ("\n... (cut)" if end - start > self._keep else "")

    def close(self) -> None:
        """Give everything back."""
        self.handed_over()
        self.sock.close()
        os.close(self._calls)
        os.close(self._output)


def _file(parts: Sequence[bytes] = ()) -> int:
    """Return the descriptor of a file without a name that holds `parts`; in memory, where there is such."""
    try:
        file = os.memfd_create("backgrade")
    except (AttributeError, OSError):  # not on every system, and in some containers not either
        with tempfile.TemporaryFile() as named:
            file = os.dup(named.fileno())
    data = memoryview(b"".join(parts))
    while data:
        data = data[os.write(file, data) :]
    return file
