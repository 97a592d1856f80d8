"""Hypothesis strategies for what a hostile child may send: JSON, payloads, frames and streams, valid and broken."""

from __future__ import annotations

import copy
import json
import os
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from grader.sandbox.child import wire

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGER = int(os.environ.get("BACKGRADE_FUZZ", "0"))  # times as many examples, new ones each time


def fuzzed(examples: int) -> settings:
    """Return how often to try: the same examples each time, or, with BACKGRADE_FUZZ=N, N times as many new ones."""
    return settings(
        max_examples=examples * max(LONGER, 1),
        derandomize=not LONGER,
        database=None,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
    )


NAMES = [
    "y",
    "dy",
    "w[0]",
    "w[1]",
    "x",
    "curve",
    "",
    "w[",
    "]",
    "[0]",
    "w[999999999999]",
    "\ud800",
    "<b>\x1b[31m\u202e",
]
ODD = ["\ud800", "\udfff\ud800", "\0", "<script>", "\x1b]0;x\x07", "\u202e", "\U0001f600" * 400, "x" * 5000, "\r\n"]
TEXTS = st.sampled_from(ODD) | st.text(st.characters(), max_size=8)
NUMBERS = st.sampled_from([-1, 0, 1, True, 2**31, 2**63, 10**300, 10**4000, 0.5, 1e999, -1e999, float("nan")])
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:
    keys = tree if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in keys:
        yield tree, key
        yield from _places(tree[key])


@st.composite
def changed(draw: st.DrawFn, tree: Any) -> Any:
    """Draw `tree` with one to three of its places replaced, removed, repeated or wrapped."""
    tree = copy.deepcopy(tree)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(tree))
        if not places:
            return draw(JSON)
        holder, key = draw(st.sampled_from(range(len(places))).map(places.__getitem__))
        act = draw(st.sampled_from(["replace", "remove", "wrap", "repeat", "rename"]))
        if act == "remove":
            del holder[key]
        elif act == "wrap":
            holder[key] = draw(st.sampled_from([[holder[key]], {"": holder[key]}, {"array": holder[key]}]))
        elif act == "repeat":
            holder[key] = [holder[key]] * draw(st.sampled_from([2, 600]))
        elif act == "rename" and isinstance(holder, dict):
            holder[draw(TEXTS)] = holder.pop(key)
        else:
            holder[key] = draw(JSON)
    return tree


SHAPES = st.sampled_from(
    [
        "()", "(1,)", "(2,)", "(2, 3)", "(3,2)", "(0, 3)", "(0, 999999999999)", "(1000000000,)", "(-1,)", "(2.0,)",
        "(4294967296, 4294967296)", "(3037000500, 3037000500, 0)", "(\u0662,)", "(2,) + (1,)", "(True,)", "2", "[2]",
        "(" + "1, " * 40 + ")", "(" + "0, " * 5000 + ")", "(9999999999999,)", "(2, 3", "(,)", "( 2,)",
    ]
)  # fmt: skip
DESCRS = st.sampled_from(
    [
        "'<f8'", "'<f4'", "'<f2'", "'|b1'", "'|i1'", "'<i8'", "'<u8'", "'<c16'", "'<c8'", "'>f8'", "'|O'", "'<U4'",
        "'|V8'", "'|S8'", "'<M8[ns]'", "'<m8'", "'<f16'", "'<f3'", "'<i99'", "[('a', '<f8')]", "'<f8,<f8'",
    ]
)  # fmt: skip
VERSIONS = st.sampled_from([b"\x01\x00"] * 6 + [b"\x02\x00", b"\x03\x00", b"\x00\x00", b"\x01\x01"])


@st.composite
def npy(draw: st.DrawFn) -> bytes:
    """Draw an `.npy` file whose header is put together from right and wrong parts."""
    order = draw(st.sampled_from(["False", "True", "0", "None"]))
    header = f"{{'descr': {draw(DESCRS)}, 'fortran_order': {order}, 'shape': {draw(SHAPES)}, }}"
    header += draw(st.sampled_from(["\n", " " * 40 + "\n", "", "\n\n", "#\n"]))
    raw = header.encode()
    size = draw(st.sampled_from([0, 0, 0, -1, 1, 1000]))
    packed = struct.pack("<H", max(0, len(raw) + size))
    return b"\x93NUMPY" + draw(VERSIONS) + packed + raw + draw(st.binary(max_size=64))


PICKLED = [b"\x80\x04\x95\x15\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x8c\x06system\x93.", b"cos\nsystem\n(S'x'\ntR."]
ARRAYS: st.SearchStrategy[np.ndarray[Any, Any]] = st.sampled_from(
    [
        np.ones(2), np.ones((2, 3)), np.zeros((0, 3)), np.float64(3.0).reshape(()), np.array([np.nan, np.inf]),
        np.array([True, False]), np.array([1 + 2j]), np.arange(6, dtype=np.int8), np.array([2**63], np.uint64),
        np.full(4, 1e308), np.array([1.0], np.float16), np.ones((1,) * 32), np.ones((4, 2)), np.array([2.0, 2.0]),
        np.array([0x7F800001] * 2, "<u4").view("<f4"), np.array([0x7C01] * 2, "<u2").view("<f2"),  # signalling NaN
        np.array([0x7FF0000000000001] * 2, "<u8").view("<f8"), np.array([0x7F800001] * 4, "<u4").view("<c8"),
        np.array([-(2**63), 2**63 - 1]), np.full((4, 2), 1e308 + 1e308j), np.array([5e-324, -0.0]),
    ]
)  # fmt: skip


@st.composite
def mangled(draw: st.DrawFn, data: bytes) -> bytes:
    """Draw `data` cut, with a part doubled, two parts swapped, bytes changed, or others put in."""
    for _ in range(draw(st.integers(0, 3))):
        first, second = sorted(draw(st.integers(0, len(data))) for _ in range(2))
        act = draw(st.sampled_from(["cut", "drop", "double", "swap", "splice", "flip"]))
        head, part, tail = data[:first], data[first:second], data[second:]
        data = {
            "cut": head,
            "drop": head + tail,
            "double": head + part + part + tail,
            "swap": part + head + tail,
            "splice": head + draw(st.binary(max_size=9)) + tail,
            "flip": head + bytes(byte ^ 0x80 for byte in part[:1]) + part[1:] + tail,
        }[act]
    return data


RIGHT: st.SearchStrategy[bytes] = ARRAYS.map(wire.dump)
WRONG = st.one_of(npy(), RIGHT.flatmap(mangled), st.sampled_from(PICKLED), st.binary(max_size=40))
HOLDING = st.sampled_from(["array", "array", "array", "scalar", "list", "tensor", "subclass"])
EMPTY = st.sampled_from(["none", "ragged", "object", "large"])
PARTS = ["payloads", "entries", "header", "sizes", "text"]


@st.composite
def replies(draw: st.DrawFn) -> bytes:
    """Draw a frame of values, an end, or an odd header, of which one part, or none, is broken."""
    broken = draw(st.sampled_from(["nothing"] * 4 + PARTS))
    payloads = draw(st.lists(RIGHT, max_size=3))
    if broken == "payloads":
        payloads.insert(draw(st.integers(0, len(payloads))), draw(WRONG))
    entries: Any = [_entry(draw, place) for place in range(len(payloads))]
    entries += [_entry(draw, None) for _ in range(draw(st.integers(0, 1)))]
    if broken == "entries":
        entries = draw(changed(entries))
    values = {"values": entries}
    header: Any = draw(st.sampled_from([values] * 6 + [{"end": 0.1}, {"end": 0.1, "error": ERROR}, IMPORTED]))
    if broken == "header":
        header = draw(changed(header))
    if isinstance(header, dict):
        sizes: Any = [len(item) for item in payloads]
        stated = draw(changed(sizes) | st.just([0] * 10_000) | JSON) if broken == "sizes" else sizes
        header = dict(header, arrays=stated)
    written = draw(st.sampled_from([_ascii, _raw, _doubled]))(header)
    return framed(draw(mangled(written)) if broken == "text" else written, payloads)


def _entry(draw: st.DrawFn, place: int | None) -> dict[str, Any]:
    kind = draw(EMPTY if place is None else HOLDING)
    name, said, text = (draw(st.sampled_from(words)) for words in (NAMES, ["numpy.ndarray", *ODD], ODD))
    return {"name": name, "kind": kind, "type": said, "text": text, "array": place}


ERROR = {
    "exception": "ValueError",
    "detail": "no",
    "missing": False,
    "frames": [{"file": "hw1.py", "line": 3, "function": "f", "source": "raise ValueError"}],
}
IMPORTED = {
    "ok": True,
    "facts": {},
    "notes": ["a note", "\ud800" * 400],
    "stopped": [ERROR],
    "unusable": [dict(ERROR, unusable="loss.py")],
}


def _ascii(header: Any) -> bytes:
    return json.dumps(header).encode()


def _raw(header: Any) -> bytes:
    try:
        return json.dumps(header, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return _ascii(header)


def _doubled(header: Any) -> bytes:
    """Write every key twice."""
    text = json.dumps(header)
    return (f"{text[:-1]},{text[1:]}" if text.startswith("{") and len(text) > 2 else text).encode()


def framed(header: bytes, payloads: list[bytes]) -> bytes:
    """Put a frame together, whatever the header says."""
    return b"".join([struct.pack("!I", len(header)), header, *payloads])


END = wire.pack({"end": 0.1})
STREAMS = st.one_of(
    st.lists(replies(), min_size=1, max_size=4).map(lambda parts: b"".join([*parts, END])),
    st.lists(replies(), max_size=4).map(b"".join),
    st.lists(replies(), max_size=3).map(b"".join).flatmap(mangled),
    st.binary(max_size=200),
)
PRINTS = st.one_of(
    st.binary(max_size=100),
    st.sampled_from(ODD).map(lambda text: text.encode(errors="surrogatepass")),
    TEXTS.map(lambda text: f'Fatal Python error: x\n\n  File "{text}", line 9{text} in f\n'.encode(errors="replace")),
)
