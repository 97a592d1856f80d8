"""MNIST's own files are read, and everything that only looks like them is refused in one sentence."""

from __future__ import annotations

import gzip
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.datasets import idx
from grader.errors import CourseError

if TYPE_CHECKING:
    from pathlib import Path

HEADS = {"u1": 0x08, "i1": 0x09, "i2": 0x0B, "i4": 0x0C, "f4": 0x0D, "f8": 0x0E}


def written(array: Any) -> bytes:
    head = bytes([0, 0, HEADS[array.dtype.str[1:]], array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)
    return head + bytes(array.astype(array.dtype.newbyteorder(">")).tobytes())


IMAGES = np.arange(2 * 3 * 4, dtype=np.uint8).reshape(2, 3, 4)


@pytest.mark.parametrize("kind", HEADS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gz"])
def test_an_array_of_every_type_comes_back(tmp_path: Path, kind: str, pack: Any) -> None:
    array = (np.arange(-3, 9).reshape(3, 4) % 200).astype(kind)
    path = tmp_path / "data-idx"
    path.write_bytes(pack(written(array)))
    found = idx(path)
    assert found.dtype == array.dtype
    assert np.array_equal(found, array)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is no idx file: it does not begin as one"),
        (b"\x89PNG\r\n", "is no idx file: it does not begin as one"),
        (b"\0\0\x07\x01\0\0\0\x01a", "is no idx file: it does not begin as one"),
        (b"\0\0\x08\0", "is no idx file: it does not begin as one"),
        (b"\0\0\x08\xff" + b"\0" * 1100, "is no idx file: it does not begin as one"),
        (written(IMAGES)[:10], "is cut off within its header"),
        (written(IMAGES)[:-1], "has 39 bytes where its header, shape (2, 3, 4), asks for 40"),
        (written(IMAGES) + b"0", "has 41 bytes where its header, shape (2, 3, 4), asks for 40"),
        (b"\0\0\x0e\x08" + b"\xff" * 32 + b"abc", "has 39 bytes where its header"),
        (gzip.compress(written(IMAGES), mtime=0)[:-12], "is a gzip file that is damaged or cut off"),
    ],
)
def test_a_wrong_or_cut_off_file_is_refused_in_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "train-images-idx3-ubyte"
    path.write_bytes(data)
    with pytest.raises(CourseError) as error:
        idx(path)
    assert str(error.value).startswith(f"{path} {said}")
    assert str(error.value).endswith(" Fetch it again from where it came from.")


def test_a_gzip_file_is_unpacked_to_a_bound_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("grader.datasets.files.MAX_BYTES", 1 << 20)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(bytes((1 << 20) + 1)))
    with pytest.raises(CourseError, match="holds more than 1 MiB"):
        idx(path)


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="cannot be read: is a directory"):
        idx(tmp_path)
