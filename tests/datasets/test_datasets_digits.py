"""Digits in three parts, bundled or from a folder in any of the forms in which MNIST is passed around."""

from __future__ import annotations

import gzip
import pickle
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from grader.datasets import digits
from grader.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

RNG = np.random.default_rng(5)
TRAIN, TEST = (RNG.integers(0, 256, (n, 28, 28), dtype=np.uint8) for n in (60, 12))
TRAIN_LABELS, TEST_LABELS = (RNG.integers(0, 10, n).astype(np.uint8) for n in (60, 12))
NAMES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
KEYS = ("training_images", "training_labels", "test_images", "test_labels")
ARRAYS = (TRAIN, TRAIN_LABELS, TEST, TEST_LABELS)


def idx(array: Any) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape) + bytes(array.tobytes())


def as_idx(folder: Path) -> None:
    for name, array in zip(NAMES, ARRAYS, strict=True):
        (folder / name).write_bytes(idx(array))


def as_gz(folder: Path) -> None:
    for name, array in zip(NAMES, ARRAYS, strict=True):
        (folder / f"{name}.gz").write_bytes(gzip.compress(idx(array)))


def as_dict(folder: Path) -> None:
    flat = [array.reshape(len(array), -1) if array.ndim == 3 else array for array in ARRAYS]
    (folder / "mnist.pkl").write_bytes(pickle.dumps(dict(zip(KEYS, flat, strict=True)), 4))


def as_fractions(folder: Path) -> None:
    pairs = ((TRAIN[:50], TRAIN_LABELS[:50]), (TRAIN[50:], TRAIN_LABELS[50:]), (TEST, TEST_LABELS))
    data = tuple(((x.reshape(-1, 784) / 255).astype(np.float32), y.astype(np.int64)) for x, y in pairs)
    (folder / "mnist.pkl.gz").write_bytes(gzip.compress(pickle.dumps(data, 2)))


@pytest.mark.parametrize("write", [as_idx, as_gz, as_dict, as_fractions])
def test_every_known_form_gives_the_same_three_parts(tmp_path: Path, write: Callable[[Path], None]) -> None:
    write(tmp_path)
    found = digits(tmp_path)
    assert np.array_equal(found.train.images, TRAIN[:50])
    assert np.array_equal(found.validation.images, TRAIN[50:])
    assert np.array_equal(found.test.images, TEST)
    labels = [TRAIN_LABELS[:50], TRAIN_LABELS[50:], TEST_LABELS]
    assert all(np.array_equal(part.labels, expected) for part, expected in zip(found, labels, strict=True))
    assert {part.images.dtype for part in found} == {part.labels.dtype for part in found} == {np.dtype(np.uint8)}


def test_the_bundled_set_is_1797_digits_in_three_parts_with_all_ten_in_each() -> None:
    found = digits()
    assert [part.images.shape for part in found] == [(1297, 28, 28), (250, 28, 28), (250, 28, 28)]
    assert [part.labels.shape for part in found] == [(1297,), (250,), (250,)]
    assert all(np.bincount(part.labels).min() >= 14 for part in found)
    assert all({part.images.dtype, part.labels.dtype} == {np.dtype(np.uint8)} for part in found)
    assert found.train.images.max() == 255


def test_the_bundled_set_is_in_no_order_of_labels_and_the_same_each_time() -> None:
    first, again = digits(), digits()
    assert first.train.labels[:20].tolist() == [2, 8, 2, 6, 6, 7, 1, 9, 8, 5, 2, 8, 6, 6, 6, 6, 1, 0, 5, 8]
    assert all(
        np.array_equal(a, b) for one, two in zip(first, again, strict=True) for a, b in zip(one, two, strict=True)
    )


def test_images_of_8_pixels_are_the_stored_ones_and_28_the_same_enlarged() -> None:
    small, large = digits(size=8).train.images, digits().train.images
    assert small.shape == (1297, 8, 8)
    assert np.array_equal(large[:, 3:26:3, 3:26:3], small)  # the middle of each block
    edge = large.copy()
    edge[:, 2:26, 2:26] = 0
    assert not edge.any()
    assert large[0, 3, 4] == round((2 * small[0, 0, 0] + int(small[0, 0, 1])) / 3)


def test_images_of_mnist_become_8_pixels_as_means_of_blocks(tmp_path: Path) -> None:
    as_idx(tmp_path)
    small = digits(tmp_path, size=8).test.images
    assert small.shape == (12, 8, 8)
    assert small[3, 1, 7] == round(TEST[3, 5:8, 23:26].mean())


def test_a_nearest_neighbour_tells_the_bundled_digits_apart() -> None:
    train, _, test = digits()
    x, y = (part.images.reshape(len(part.images), -1).astype(np.float64) for part in (train, test))
    nearest = np.argmin((x**2).sum(1) - 2 * y @ x.T, axis=1)
    assert np.mean(train.labels[nearest] == test.labels) > 0.95


def test_only_keeps_the_digits_that_are_named() -> None:
    part = digits().test.only(4, 9)
    assert set(part.labels.tolist()) == {4, 9}
    assert len(part.images) == len(part.labels) == 58


def without_labels(folder: Path) -> None:
    as_idx(folder)
    (folder / NAMES[1]).unlink()


def changed(**arrays: Any) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        values = dict(zip(KEYS, ARRAYS, strict=True)) | arrays
        (folder / "mnist.pkl").write_bytes(pickle.dumps(values))

    return write


def holding(value: Any) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / "mnist.pkl").write_bytes(pickle.dumps(value))

    return write


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (lambda _: None, "holds no digits: put mnist.pkl or MNIST's four idx files there."),
        (without_labels, "holds train-images-idx3-ubyte and no train-labels-idx1-ubyte: put all four idx files there."),
        (changed(training_labels=TEST_LABELS), "mnist.pkl holds no label of 0 to 9 for each of the 60 images."),
        (changed(test_labels=TEST_LABELS + 9), "mnist.pkl holds no label of 0 to 9 for each of the 12 images."),
        (changed(test_images=TEST[:, :20]), "mnist.pkl holds images of shape (12, 20, 28) and not of 28 x 28 pixels."),
        (changed(test_images=TEST - 300.0), "mnist.pkl holds pixels that are not from 0 to 255."),
        (changed(test_images=TEST * np.nan), "mnist.pkl holds pixels that are not from 0 to 255."),
        (changed(test_images=[1, 2]), "mnist.pkl holds images of shape (0,) and not of 28 x 28 pixels."),
        (holding({"x": 1}), "mnist.pkl is a dict of x."),
        (holding([1, 2, 3]), "mnist.pkl holds something else than digits."),
        (holding("text"), "mnist.pkl holds something else than digits."),
    ],
)
def test_a_folder_of_something_else_is_refused_in_one_sentence(
    tmp_path: Path, write: Callable[[Path], None], said: str
) -> None:
    write(tmp_path)
    with pytest.raises(CourseError) as error:
        digits(tmp_path)
    assert str(error.value).removeprefix(str(tmp_path)).lstrip(" /").startswith(said)


def test_what_is_no_folder_or_no_size_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="gone is no folder: name the one that holds the digits"):
        digits(tmp_path / "gone")
    with pytest.raises(CourseError, match="images of 28 or 8 pixels a side can be had"):
        digits(size=16)


def test_the_command_line_reads_no_data_before_it_needs_to() -> None:
    script = "import sys, grader.cli, grader.cli.running; print([name for name in sys.modules if 'datasets' in name])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
