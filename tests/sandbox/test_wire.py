"""Frames: what goes in comes out, and whatever breaks the rules is refused, never guessed at."""

from __future__ import annotations

import json
import socket
import struct
import time
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.sandbox.child import wire

ARRAYS = [
    np.arange(12.0).reshape(3, 4),
    np.float64(3.5).reshape(()),
    np.zeros((0, 3)),
    np.array([True, False]),
    np.arange(3, dtype=np.int8),
    np.array([1 + 2j, np.nan]),
    np.array([np.inf, -0.0], dtype=np.float32),
    np.asfortranarray(np.arange(6.0).reshape(2, 3)),
]


@pytest.mark.parametrize("value", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_an_array_comes_back_as_it_went(value: npt.NDArray[Any]) -> None:
    back = wire.load(wire.dump(value))
    assert back.dtype == value.dtype
    assert back.shape == value.shape
    np.testing.assert_array_equal(back, value)
    assert back.flags.writeable


@pytest.mark.parametrize("value", ARRAYS, ids=lambda a: f"{a.dtype}{a.shape}")
def test_a_payload_is_a_plain_npy_file(value: npt.NDArray[Any], tmp_path: Any) -> None:
    (tmp_path / "a.npy").write_bytes(wire.dump(value))
    np.testing.assert_array_equal(np.load(tmp_path / "a.npy"), value)


def npy(header: str, data: bytes = b"") -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + data


@pytest.mark.parametrize(
    ("payload", "why"),
    [
        (b"", "no .npy array"),
        (b"hello, this is text", "no .npy array"),
        (npy("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (1,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '<U4', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 16), "no plain"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000,), }\n"), "claims another size"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 16), "claims another size"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': __import__('os'), }\n"), "no plain"),
        (npy("((((" * 1000), "no plain"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (0, 999999999999), }\n"), "impossible dimensions"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "999999999999, " * 9 + "0), }\n"), "impossible"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2147483648, 8589934592), }\n"), "another size"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1.0,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (\u0661,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '<M8', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '|V8', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 8), "no plain"),
        (npy("{'descr': '<f16', 'fortran_order': False, 'shape': (1,), }\n", b"8" * 16), "no plain"),
        (b"\x93NUMPY\x02\x00" + bytes(8), "no .npy"),
        (npy("{'descr': '<f8', 'fortran_order': False, 'shape': (" + "1, " * 40 + "), }\n", b"8" * 8), "dimensions"),
    ],
)
def test_a_payload_that_lies_is_refused(payload: bytes, why: str) -> None:
    with pytest.raises(wire.WireError, match=why):
        wire.load(payload)


def test_a_fortran_payload_is_read_in_its_order() -> None:
    value = np.asfortranarray(np.arange(6.0).reshape(2, 3))
    payload = npy("{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }\n", value.tobytes(order="F"))
    np.testing.assert_array_equal(wire.load(payload), value)


def test_a_byte_that_is_no_truth_value_counts_once() -> None:
    forged = wire.load(npy("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }\n", b"\x00\x02\xff"))
    assert forged.view("u1").tolist() == [0, 1, 1]


@given(st.binary(max_size=300))
def test_random_bytes_are_refused_or_read_but_never_crash(data: bytes) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(data)
        theirs.shutdown(socket.SHUT_WR)
        reader = wire.Reader(ours, limit=1000)
        try:
            frame = reader.frame(time.monotonic() + 1)
        except wire.WireError:
            return
        assert frame is None or isinstance(frame[0], dict)


def framed(header: bytes) -> bytes:
    return struct.pack("!I", len(header)) + header


def read(raw: bytes, limit: int) -> None:
    ours, theirs = socket.socketpair()
    with ours:
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        theirs.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
        theirs.sendall(raw)
        theirs.close()
        wire.Reader(ours, limit).frame(time.monotonic() + 1)


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (struct.pack("!I", 1 << 30), "header is too large"),
        (struct.pack("!I", 5) + b"{}", "cut off"),
        (b"\x00", "cut off"),
        (struct.pack("!I", 4) + b"nope", "not JSON"),
        (struct.pack("!I", 2) + b"[]", "no JSON object"),
        (struct.pack("!I", 200_000) + b"[" * 200_000, "not JSON"),
        (wire.pack({}, [b"x" * 2000]), "too large"),
        (struct.pack("!I", 15) + b'{"arrays":[-1]}', "impossible sizes"),
        (struct.pack("!I", 17) + b'{"arrays":[1e99]}', "impossible sizes"),
        (struct.pack("!I", 17) + b'{"arrays":[true]}', "impossible sizes"),
        (struct.pack("!I", 16) + b'{"arrays":[2e3]}', "impossible sizes"),
        (framed('{"a":1}'.encode("utf-16-le")), "not JSON"),
        (framed(b'{"\xed\xa0\x80":1}'), "not JSON"),
        (framed(b'{"a":' + b"9" * 4994 + b"}"), "not JSON"),
        (struct.pack("!I", 15) + b'{"arrays":"ab"}', "too many"),
    ],
)
def test_a_frame_that_breaks_the_rules_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(wire.WireError, match=why):
        read(raw, limit=1000)


def test_a_frame_that_never_comes_is_a_timeout() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(wire.Timeout):
        wire.Reader(ours).frame(time.monotonic() + 0.02)


def test_a_frame_that_comes_too_slowly_is_a_timeout() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"\x00\x00")
        with pytest.raises(wire.Timeout):
            wire.Reader(ours).frame(time.monotonic() + 0.02)


def test_a_frame_that_is_too_large_is_refused_before_its_payloads_are_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(struct.pack("!I", 17) + b'{"arrays":[2000]}')  # and then nothing: reading would wait
        with pytest.raises(wire.WireError, match="too large"):
            wire.Reader(ours, limit=1000).frame(time.monotonic() + 5)


def test_descriptors_that_nobody_asked_for_are_not_kept() -> None:
    ours, theirs = socket.socketpair()
    before = len(list(Path("/proc/self/fd").iterdir()))
    with ours, theirs:
        for _ in range(20):
            wire.send(theirs, {"end": 0}, fds=[theirs.fileno()] * 50)
        reader = wire.Reader(ours)
        for _ in range(20):
            assert reader.frame(time.monotonic() + 1) == ({"end": 0, "arrays": []}, [])
        assert len(list(Path("/proc/self/fd").iterdir())) == before
        assert reader.take_fds() == []


def test_nested_inputs_come_back_with_fresh_arrays() -> None:
    inputs = {"weights": [np.eye(2), np.ones((2, 1))], "lr": 0.1, "names": ["a", None], "n": np.int64(3)}
    arrays: list[bytes] = []
    tree = json.loads(json.dumps(wire.flatten(inputs, arrays)))
    first, second = wire.restore(tree, arrays), wire.restore(tree, arrays)
    np.testing.assert_array_equal(first["weights"][0], np.eye(2))
    assert first["names"] == ["a", None]
    assert first["n"] == 3
    first["weights"][0][0, 0] = 9
    assert second["weights"][0][0, 0] == 1
