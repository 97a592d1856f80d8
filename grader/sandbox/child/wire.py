"""Frames on a socket: a JSON header and raw `.npy` payloads. Used on both sides of the boundary.

A frame is four bytes of header length (big-endian), the header in JSON, and the payloads whose sizes the header
lists under "arrays". Nothing is ever unpickled: an `.npy` header is read with one strict pattern, and only plain
numerical dtypes are let through. A reader states how many bytes it is willing to take, before it takes them.
"""

from __future__ import annotations

import array
import json
import re
import socket
import struct
import time
from functools import lru_cache
from typing import Any, Dict, List, Literal, Optional, Sequence, Tuple

import numpy as np

MAX_HEADER = 1 << 20
MAX_ARRAYS = 10_000
MAX_DIMS = 32
MAX_EMPTY = 1 << 20  # the other axes of an empty array: (0, 10**12) holds nothing, but its sum over axis 0 does
CHUNK = 1 << 16

_SHAPE = rb"\((?:\d{1,12}, ?)*(?:\d{1,12})?\)"
_NPY = re.compile(
    rb"\{'descr': '([<|][biufc]\d{1,2})', 'fortran_order': (False|True), 'shape': (" + _SHAPE + rb"), \} *\n"
)
_MAGIC = b"\x93NUMPY\x01\x00"
_DTYPES = {
    np.dtype(code).str.encode(): np.dtype(code)
    for code in ("?", "i1", "u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16")
}

_BYTE = np.dtype("u1")

ENDED = "it ended"  # where a frame was due
CUT_OFF = "a frame was cut off"


class WireError(Exception):
    """A frame that breaks the rules: too large, cut off, not JSON, not a plain array."""


class Timeout(Exception):  # noqa: N818 - a time-out is an outcome here, not a fault
    """No complete frame came within the time allowed."""


def dump(value: np.ndarray) -> bytes:
    """Return a plain numerical array as the bytes of an `.npy` file, in C order."""
    shape = "".join("%d, " % size for size in value.shape)
    if len(value.shape) > 1:
        shape = shape[:-2]
    elif shape:
        shape = shape[:-1]
    header = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (value.dtype.str, shape)
    header += " " * (-(len(_MAGIC) + 2 + len(header) + 1) % 64) + "\n"
    return _MAGIC + struct.pack("<H", len(header)) + header.encode("latin-1") + value.tobytes()


def load(payload: bytes) -> np.ndarray:
    """Return the array in an `.npy` payload (a fresh, writable one), or raise WireError."""
    if payload[:8] != _MAGIC or len(payload) < 10:
        raise WireError("a payload is no .npy array")
    start = 10 + payload[8] + (payload[9] << 8)
    known = _layout if start <= 138 else _layout.__wrapped__  # of which none but short ones are kept
    dtype, order, shape, count = known(payload[10:start])
    if (0 if 0 in shape else count * dtype.itemsize) != len(payload) - start:
        raise WireError("a payload claims another size than it has")
    if 0 in shape and count > MAX_EMPTY:
        raise WireError("a payload has impossible dimensions")
    flat = np.frombuffer(payload, _BYTE if dtype.kind == "b" else dtype, -1, start)
    if dtype.kind == "b":
        flat = flat != 0  # a byte of 2 is neither True nor False, and counts as two
    return flat.reshape(shape, order=order).copy()


@lru_cache(maxsize=512)
def _layout(header: bytes) -> Tuple[np.dtype, Literal["C", "F"], Tuple[int, ...], int]:
    """Return what an `.npy` header says: dtype, order, shape, and entries where empty axes count as one."""
    match = _NPY.fullmatch(header)
    if match is None or match.group(1) not in _DTYPES:
        raise WireError("a payload is no plain numerical array")
    shape = tuple(int(size) for size in match.group(3)[1:-1].split(b",") if size.strip())
    if len(shape) > MAX_DIMS:
        raise WireError("a payload has too many dimensions")
    count = 1
    for size in shape:
        count *= size or 1
    return _DTYPES[match.group(1)], "F" if match.group(2) == b"True" else "C", shape, count


def pack(header: Dict[str, Any], arrays: Sequence[bytes] = ()) -> bytes:
    """Return one frame."""
    text = json.dumps(dict(header, arrays=[len(item) for item in arrays])).encode()
    return b"".join([struct.pack("!I", len(text)), text, *arrays])


def send(sock: socket.socket, header: Dict[str, Any], arrays: Sequence[bytes] = (), fds: Sequence[int] = ()) -> None:
    """Send one frame; `fds` travel with its first byte."""
    data = pack(header, arrays)
    if fds:
        rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", fds))]
        sent = sock.sendmsg([data], rights)
        data = data[sent:]
    sock.sendall(data)


class Frames:
    """Takes bytes as they come and gives the frames in them, at most `limit` payload bytes each.

    It never holds more than a frame's header announced and the piece that it was fed last.
    """

    def __init__(self, limit: int = 1 << 30):
        self.limit = limit
        self._held = bytearray()
        self._header: Optional[Dict[str, Any]] = None
        self._sizes: List[int] = []
        self._payloads: List[bytes] = []

    @property
    def begun(self) -> bool:
        """Whether a part of a frame is there, or more than one."""
        return bool(self._held) or self._header is not None

    def feed(self, data: bytes) -> None:
        """Take what comes next."""
        self._held += data

    def take(self) -> Optional[Tuple[Dict[str, Any], List[bytes]]]:
        """Return the next frame (header, payloads), or None when more of it has yet to come."""
        if self._header is None and not self._open():
            return None
        while len(self._payloads) < len(self._sizes):
            size = self._sizes[len(self._payloads)]
            if len(self._held) < size:
                return None
            self._payloads.append(self._cut(0, size))
        header, payloads = self._header or {}, self._payloads
        self._header, self._sizes, self._payloads = None, [], []
        return header, payloads

    def missing(self) -> int:
        """Return how many bytes are wanted at least before `take` can go on."""
        if self._header is not None:
            return self._sizes[len(self._payloads)] - len(self._held)
        return 1

    def admit(self, _header: int, payloads: int) -> None:
        """Raise WireError unless that many bytes of payloads may follow a header; none of them is read yet."""
        if payloads > self.limit:
            raise WireError("a reply is too large")

    def _open(self) -> bool:
        """Read a header, if it is there as a whole."""
        if len(self._held) < 4:
            return False
        size = struct.unpack_from("!I", self._held)[0]
        if size > MAX_HEADER:
            raise WireError("a header is too large")
        if len(self._held) < 4 + size:
            return False
        header = parse(self._cut(4, 4 + size))
        sizes = header.get("arrays", [])
        if not isinstance(sizes, list) or len(sizes) > MAX_ARRAYS:
            raise WireError("a header lists too many arrays")
        if not all(type(item) is int and item >= 0 for item in sizes):
            raise WireError("a header states impossible sizes")
        self.admit(size, sum(sizes))
        self._header, self._sizes = header, sizes
        return True

    def _cut(self, start: int, end: int) -> bytes:
        data = bytes(memoryview(self._held)[start:end])  # a slice of the buffer itself would be one more copy
        del self._held[:end]
        return data


class Reader(Frames):
    """Reads frames from a socket; descriptors only where they are expected."""

    def __init__(self, sock: socket.socket, limit: int = 1 << 30, takes_fds: bool = False):
        super().__init__(limit)
        self.sock, self.takes_fds = sock, takes_fds
        self.fds: List[int] = []

    def frame(self, deadline: Optional[float] = None) -> Optional[Tuple[Dict[str, Any], List[bytes]]]:
        """Return the next frame (header, payloads), or None at a clean end.

        `deadline` is in `time.monotonic` seconds; past it Timeout is raised.
        """
        while True:
            frame = self.take()
            if frame is not None:
                return frame
            part = self._some(max(CHUNK, min(self.missing(), 1 << 20)), deadline)
            if not part:
                if not self.begun:
                    return None
                raise WireError(CUT_OFF)
            self.feed(part)

    def _some(self, size: int, deadline: Optional[float]) -> bytes:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Timeout
            self.sock.settimeout(left)
        try:
            if not self.takes_fds:
                return self.sock.recv(size)
            data, rights, _, _ = self.sock.recvmsg(size, 256)
        except socket.timeout:
            raise Timeout from None
        except ConnectionError:
            return b""
        for level, kind, raw in rights:
            if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                fds = array.array("i")
                fds.frombytes(raw[: len(raw) - len(raw) % fds.itemsize])
                self.fds.extend(fds)
        return data

    def take_fds(self) -> List[int]:
        """Return the descriptors that came since the last call."""
        fds, self.fds = self.fds, []
        return fds


def unpack(frame: bytes) -> Tuple[Dict[str, Any], List[bytes]]:
    """Return the header and the payloads of one whole frame, of any size: it is held already."""
    if len(frame) < 4:
        raise WireError("it is empty")
    end = 4 + struct.unpack_from("!I", frame)[0]
    header = parse(frame[4:end])
    sizes = header.get("arrays")
    if not isinstance(sizes, list) or not all(type(size) is int and size >= 0 for size in sizes):
        raise WireError("it states impossible sizes")
    if end + sum(sizes) != len(frame):
        raise WireError("it has another size than it states")
    payloads = []
    for size in sizes:
        payloads.append(frame[end : end + size])
        end += size
    return header, payloads


def parse(text: bytes) -> Dict[str, Any]:
    """Return the JSON object in `text`, or raise WireError whatever is wrong with it."""
    try:
        header = json.loads(text.decode())  # given bytes, it would guess at other encodings and take surrogates
    except (ValueError, RecursionError, MemoryError):
        raise WireError("a header is not JSON") from None
    if not isinstance(header, dict):
        raise WireError("a header is no JSON object")
    return header


def flatten(value: Any, arrays: List[bytes]) -> Any:
    """Return `value` (arrays, numbers, strings, None, lists, dicts of these) as JSON; arrays go to `arrays`."""
    if isinstance(value, np.ndarray):
        arrays.append(dump(value))
        return {"$": len(arrays) - 1}
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, dict):
        return {key: flatten(item, arrays) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [flatten(item, arrays) for item in value]
    return value


def restore(value: Any, arrays: Sequence[bytes]) -> Any:
    """Undo `flatten`: fresh, writable arrays each time."""
    if isinstance(value, dict):
        if "$" in value:
            return load(arrays[value["$"]])
        return {key: restore(item, arrays) for key, item in value.items()}
    if isinstance(value, list):
        return [restore(item, arrays) for item in value]
    return value
