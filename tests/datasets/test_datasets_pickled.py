"""Pickles are read as data: arrays and plain containers come out, nothing that they name is run or imported."""

from __future__ import annotations

import gzip
import io
import os
import pickle
import pickletools
import struct
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.datasets import pickled
from grader.errors import CourseError

ARRAYS: dict[str, Any] = {
    "images": np.arange(24, dtype=np.uint8).reshape(2, 3, 4),
    "labels": np.array([3, 9]),
    "big_endian": np.arange(4, dtype=">i4"),
    "fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "one": np.float64(2.5),
    "none": np.empty((0, 5), dtype=np.float32),
    "words": np.array(["four", "nine"]),
    "flags": np.array([True, False]),
    "every_byte": np.arange(256, dtype=np.uint8),
}


def stored(folder: Path, data: bytes) -> Path:
    path = folder / "data.pkl"
    path.write_bytes(data)
    return path


def refusal(folder: Path, data: bytes) -> str:
    with pytest.raises(CourseError) as error:
        pickled(stored(folder, data))
    said = str(error.value)
    assert said.startswith(str(folder / "data.pkl"))
    assert "\n" not in said
    return said.removeprefix(f"{folder / 'data.pkl'} ")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_arrays_of_every_kind_come_back_from_every_protocol(tmp_path: Path, protocol: int) -> None:
    found = pickled(stored(tmp_path, pickle.dumps(ARRAYS, protocol)))
    assert list(found) == list(ARRAYS)
    for name, array in ARRAYS.items():
        assert np.array_equal(found[name], array)
        assert found[name].shape == array.shape
        assert found[name].dtype == array.dtype.newbyteorder("=")


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_plain_containers_and_numbers_come_back_from_every_protocol(tmp_path: Path, protocol: int) -> None:
    plain = [
        1,
        -7,
        2**70,
        2.5,
        "e\u0301",
        b"\x80\xff",
        b"",
        None,
        True,
        False,
        (),
        (1,),
        (1, (2, [3]), {}),
        {"a": {4: []}},
    ]
    assert pickled(stored(tmp_path, pickle.dumps(plain, protocol))) == plain


def test_a_pickle_of_python_2_is_read_as_latin_1(tmp_path: Path) -> None:
    text = b"(dp0\nS'labels'\np1\ncnumpy.core.multiarray\n_reconstruct\np2\n"
    text += b"(cnumpy\nndarray\np3\n(I0\ntp4\nS'b'\np5\ntp6\nRp7\n(I1\n"
    text += (
        b"(I3\ntp8\ncnumpy\ndtype\np9\n(S'u1'\np10\nI0\nI1\ntp11\nRp12\n(I3\nS'|'\np13\nNNNI-1\nI-1\nI0\ntp14\nbI00\n"
    )
    text += b"S'\\x04\\xff\\n'\np15\ntp16\nbs."
    assert pickled(stored(tmp_path, text))["labels"].tolist() == [4, 255, 10]
    binary = b"\x80\x02U\x03\xe9\xff\x00."  # a str of protocol 2
    assert pickled(stored(tmp_path, binary)) == "\xe9\xff\0"


def test_a_gzip_file_is_unpacked(tmp_path: Path) -> None:
    assert pickled(stored(tmp_path, gzip.compress(pickle.dumps([1, 2])))) == [1, 2]


def test_one_array_named_twice_stays_one(tmp_path: Path) -> None:
    array = np.arange(3)
    first, second = pickled(stored(tmp_path, pickle.dumps((array, array))))
    assert first is second


class Calls:
    """Pickles as a call of `function`, and of the parts of its state."""

    def __init__(self, *reduced: Any):
        self.reduced = reduced

    def __reduce__(self) -> tuple[Any, ...]:
        return self.reduced


HOSTILE = {
    "os.system": Calls(os.system, ("touch ran",)),
    "eval": Calls(eval, ("open('ran', 'w')",)),
    "getattr": Calls(getattr, (1, "real")),
    "open": Calls(open, ("ran", "w")),
    "nested": {"images": [np.arange(3), (Calls(os.system, ("touch ran",)),)]},
    "in an array of objects": np.array([Calls(os.system, ("touch ran",))], dtype=object),
    "in a state": Calls(np.dtype, ("f8",), (3, Calls(os.system, ("touch ran",)), None, None, None, -1, -1, 0)),
    "a path": Path("ran"),
    "an OrderedDict": OrderedDict(a=1),
    "a set": {1, 2},
    "a complex number": 1j,
    "a function of numpy": np.load,
    "an ndarray class called": Calls(np.ndarray, ((10**12,),)),
    "a dtype alone": np.dtype("f8"),
    "a record": np.zeros(2, dtype=[("a", "f8")]),
    "dates": np.zeros(2, dtype="M8[s]"),
}


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", HOSTILE)
def test_a_pickle_of_anything_else_is_refused_and_runs_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, protocol: int
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refusal(tmp_path, pickle.dumps(HOSTILE[name], protocol))
    assert said.endswith(" Save it anew as a dict of plain NumPy arrays."), said
    assert not Path("ran").exists()


@pytest.mark.parametrize(
    "text",
    [
        b"(S'touch ran'\nios\nsystem\n.",  # INST
        b"(cos\nsystem\nS'touch ran'\no.",  # OBJ
        b"\x80\x02cos\nsystem\nU\x09touch ran\x85\x81.",  # NEWOBJ
        b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x09touch ran\x85R.",  # STACK_GLOBAL
        b"\x80\x04\x8c\x08builtins\x8c\x12__import__('os').a\x93.",  # a dotted name
        b"Ppersistent\n.",
        b"\x80\x02\x82\x01.",  # EXT1
        b"cnumpy.core.multiarray\n_reconstruct\n}S'__code__'\nNsb.",  # BUILD on a function
        b"cnumpy\nndarray\n(N}S'make'\nNstb.",
        b"\x80\x02}(]K\x01u.",  # a list as a key
        b"\x80\x03cnumpy\nndarray\nK\x00a.",  # APPEND to a class
        b"\x80\x05]\x97.",  # NEXT_BUFFER
    ],
    ids=range(12),
)
def test_no_instruction_reaches_beyond_plain_values(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: bytes
) -> None:
    monkeypatch.chdir(tmp_path)
    refusal(tmp_path, text)
    assert not Path("ran").exists()


def test_nothing_named_is_imported(tmp_path: Path) -> None:
    before = set(sys.modules)
    refusal(tmp_path, b"cthis\ns\n.")
    assert "this" not in set(sys.modules) - before


ARRAY = pickle.dumps(np.zeros(8, np.uint8), 2)


def doubled(times: int) -> bytes:
    """Return a pickle of a list of ten times the same list of ten times the same list, and so on."""
    text = b"\x80\x02]q\x00"
    for n in range(times):
        text += b"](" + (b"h%c" % n) * 10 + b"eq%c" % (n + 1)
    return text + b"."


@pytest.mark.parametrize(
    "text",
    [
        ARRAY.replace(b"K\x08\x85", b"\x8a\x06" + (10**12).to_bytes(6, "little") + b"\x85"),
        ARRAY.replace(b"K\x08\x85", b"J\xff\xff\xff\xff\x85"),
        b"\x80\x03B\xff\xff\xff\x7fabc.",  # two GiB of bytes, of which three are there
        b"\x80\x04\x8e" + struct.pack("<Q", 2**62) + b"abc.",
        b"\x80\x05\x96" + struct.pack("<Q", 2**62) + b"abc.",
        b"\x80\x02Nr\xff\xff\xff\xff0j\xff\xff\xff\x7f.",  # no such memo
        doubled(9),
        b"\x80\x02]q\x00h\x00a.",  # a list of itself
        b"]" * 50_000 + b"a" * 49_999 + b".",
        b"N" + b"\x85" * 200_000 + b".",
        b"}N" + b"\x85" * 200_000 + b"K\x01s.",  # as a key: its hash alone overflows the stack of C
        b"}(N" + b"\x85" * 200_000 + b"K\x01u.",
        b"(N" + b"\x85" * 200_000 + b"K\x01d.",
        b"N0" * 3_000_000 + b"N.",
        b"I" + b"9" * 100_000 + b"\n.",
    ],
    ids=range(15),
)
def test_sizes_that_few_bytes_claim_are_not_taken(tmp_path: Path, text: bytes) -> None:
    refusal(tmp_path, text)


def test_containers_in_each_other_are_read_to_a_depth(tmp_path: Path) -> None:
    assert pickled(stored(tmp_path, b"]" * 32 + b"a" * 31 + b"."))
    said = refusal(tmp_path, b"]" * 40 + b"a" * 39 + b".")
    assert said.startswith("is a pickle that holds too many containers in each other.")


@pytest.mark.parametrize("target", [b"cnumpy\nndarray\n", b"]", b"}"])
def test_a_state_is_taken_by_arrays_and_dtypes_only(tmp_path: Path, target: bytes) -> None:
    said = refusal(tmp_path, target + b"(K\x01K\x02tb.")
    assert said.startswith("is a pickle that sets attributes of what is no array.")


def test_text_turned_into_bytes_again_and_again_ends_at_a_bound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.datasets.pickles.MAX_BYTES", 10_000)
    text = (
        b"\x80\x02X"
        + struct.pack("<I", 1000)
        + b"a" * 1000
        + b"q\x000]"
        + (b"(" + b"c_codecs\nencode\nh\x00U\x06latin1\x86R" * 11 + b"e.")
    )
    assert refusal(tmp_path, text).startswith("is a pickle that asks for too much memory.")


@pytest.mark.parametrize(
    "data", [b"", b"no pickle", b"\x1f\x8b", gzip.compress(b"abc" * 99, mtime=0)[:-9], b"\x80\x09N."]
)
def test_a_file_that_is_no_pickle_says_so(tmp_path: Path, data: bytes) -> None:
    assert refusal(tmp_path, data)


def test_a_pickle_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = pickle.dumps({"images": ARRAYS["images"], "labels": [4, 9]}, 2)
    for end in range(len(whole)):
        refusal(tmp_path, whole[:end])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"data\.pkl cannot be read: no such file or directory\."):
        pickled(tmp_path / "data.pkl")


CODES = [code.code.encode("latin-1") for code in pickletools.opcodes]


@given(st.lists(st.sampled_from(CODES) | st.binary(max_size=3), max_size=40))
def test_bytes_in_any_order_give_plain_values_or_one_sentence(tmp_path_factory: Any, parts: list[bytes]) -> None:
    path = tmp_path_factory.getbasetemp() / "any.pkl"
    path.write_bytes(b"".join(parts) + b".")
    try:
        found = pickled(path)
    except CourseError:
        return
    assert isinstance(found, type(None) | bool | int | float | str | bytes | list | tuple | dict | np.ndarray)


def test_it_reads_what_python_itself_reads(tmp_path: Path) -> None:
    data = pickle.dumps({"images": ARRAYS["fortran"], "labels": [1, (2,)]}, 5)
    theirs, ours = pickle.load(io.BytesIO(data)), pickled(stored(tmp_path, data))  # noqa: S301 - made right here
    assert np.array_equal(theirs["images"], ours["images"])
    assert theirs["labels"] == ours["labels"]
