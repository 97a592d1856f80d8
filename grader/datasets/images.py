"""Images of handwritten digits in three parts: of a folder that holds MNIST, or of the set that comes with the engine.

The bundled set is the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and C. Kaynak, 1998, UCI
Machine Learning Repository, CC BY 4.0), taken from scikit-learn; NOTICE.md beside this file says more.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from grader.datasets.files import refusal
from grader.datasets.idx_files import idx
from grader.datasets.pickles import pickled
from grader.errors import CourseError

Bytes = npt.NDArray[np.uint8]
BUNDLED = Path(__file__).with_name("digits.npz")
BUNDLED_PARTS = (1297, 250, 250)
VALIDATION = 5000  # the last of MNIST's 60000 training images, where a file names no validation part
PICKLES = ("mnist.pkl", "mnist.pkl.gz")
SETS = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
KEYS = (  # under which pickles are known to keep the same four arrays
    ("training_images", "training_labels", "test_images", "test_labels"),
    ("x_train", "y_train", "x_test", "y_test"),
)
MEND = "Give it (images, labels) pairs for train, validation and test, or a dict with " + ", ".join(KEYS[0]) + "."


class Part(NamedTuple):
    """Images (N, size, size) of 0 to 255, and labels (N,) of 0 to 9."""

    images: Bytes
    labels: Bytes

    def only(self, *digits: int) -> Part:
        """Return the images of these digits."""
        kept = np.isin(self.labels, digits)
        return Part(self.images[kept], self.labels[kept])


class Digits(NamedTuple):
    """The three parts; the same rows each time."""

    train: Part
    validation: Part
    test: Part


def digits(data: Path | None = None, size: int = 28) -> Digits:
    """Return images of `size` x `size` pixels, 28 or 8, of the folder `data`, or without one of the bundled set.

    A folder holds MNIST's four idx files (plain or .gz) or mnist.pkl (or mnist.pkl.gz).

    Raises:
        CourseError: the folder holds neither, or a file that is none.
    """
    if size not in (8, 28):
        raise CourseError(f"digits(size={size}): images of 28 or 8 pixels a side can be had.")
    found = _bundled() if data is None else _in_folder(data)
    if found.train.images.shape[1] == size:
        return found
    resize = enlarge if size == 28 else shrink
    return Digits(*(Part(resize(part.images), part.labels) for part in found))


def enlarge(images: Bytes) -> Bytes:
    """Return 8 x 8 images as 28 x 28: each pixel a block of 3 x 3, blended with its neighbours, and a margin of 2."""
    weights = np.zeros((24, 8), dtype=np.int64)  # in thirds: whole numbers give the same on every machine
    for row in range(24):
        above, thirds = divmod(row - 1, 3)
        weights[row, max(above, 0)] += 3 - thirds
        weights[row, min(above + 1, 7)] += thirds
    blended = (weights @ images.astype(np.int64) @ weights.T + 4) // 9
    return np.pad(blended.astype(np.uint8), ((0, 0), (2, 2), (2, 2)))


def shrink(images: Bytes) -> Bytes:
    """Return 28 x 28 images as 8 x 8: the mean of each block of 3 x 3, without a margin of 2."""
    blocks = images[:, 2:26, 2:26].reshape(-1, 8, 3, 8, 3).sum(axis=(2, 4), dtype=np.int64)
    means: Bytes = ((blocks + 4) // 9).astype(np.uint8)
    return means


def _bundled() -> Digits:
    with np.load(BUNDLED, allow_pickle=False) as stored:
        images, labels = (stored["images"].astype(np.int64) * 255 + 8) // 16, stored["labels"]
    ends = np.cumsum(BUNDLED_PARTS)[:-1]
    parts = zip(np.split(images.astype(np.uint8), ends), np.split(labels, ends), strict=True)
    return Digits(*(Part(*part) for part in parts))


def _in_folder(folder: Path) -> Digits:
    if not folder.is_dir():
        raise CourseError(f"{folder} is no folder: name the one that holds the digits.")
    for name in PICKLES:
        if (folder / name).is_file():
            return _of_pickle(folder / name, pickled(folder / name))
    files = [_first(folder / f"{name}.gz", folder / name) for name in SETS]
    there = [file for file in files if file is not None]
    if not there:
        raise CourseError(f"{folder} holds no digits: put mnist.pkl or MNIST's four idx files there.")
    if len(there) < len(files):
        missing = SETS[files.index(None)]
        raise CourseError(f"{folder} holds {there[0].name} and no {missing}: put all four idx files there.")
    arrays = [idx(file) for file in there]
    train, test = (
        _part(there[2 * half], arrays[2 * half], arrays[2 * half + 1], there[2 * half + 1]) for half in (0, 1)
    )
    return _with_validation(train, test)


def _first(*paths: Path) -> Path | None:
    return next((path for path in paths if path.is_file()), None)


def _of_pickle(path: Path, value: Any) -> Digits:
    """Return the parts in one of the known forms: a dict of four arrays, or two or three pairs."""
    if isinstance(value, dict):
        keys = next((keys for keys in KEYS if all(key in value for key in keys)), None)
        if keys is None:
            raise refusal(path, f"is a dict of {', '.join(map(str, value))[:120] or 'nothing'}", MEND)
        value = [[value[name] for name in keys[:2]], [value[name] for name in keys[2:]]]
    pairs = list(value) if isinstance(value, list | tuple) else []
    if len(pairs) not in (2, 3) or not all(isinstance(pair, list | tuple) and len(pair) == 2 for pair in pairs):
        raise refusal(path, "holds something else than digits", MEND)
    parts = [_part(path, images, labels) for images, labels in pairs]
    return Digits(*parts) if len(parts) == 3 else _with_validation(*parts)


def _with_validation(train: Part, test: Part) -> Digits:
    kept = max(len(train.labels) - VALIDATION, len(train.labels) * 5 // 6)  # a small set gives a sixth
    return Digits(Part(*(array[:kept] for array in train)), Part(*(array[kept:] for array in train)), test)


def _part(path: Path, images: Any, labels: Any, labels_path: Path | None = None) -> Part:
    """Return images (N, 28, 28), (N, 784) or (N, 1, 28, 28) of bytes, or of fractions of 1, with labels (N,)."""
    images, labels = (np.asarray(array) if isinstance(array, np.ndarray) else np.empty(0) for array in (images, labels))
    count = len(images) if images.ndim else 0
    if not count or images.dtype.kind not in "uif" or images.size != count * 784:
        raise refusal(path, f"holds images of shape {images.shape} and not of 28 x 28 pixels", MEND)
    if not (np.isfinite(images).all() and images.min() >= 0 and images.max() <= 255):
        raise refusal(path, "holds pixels that are not from 0 to 255", MEND)
    if (
        labels.shape not in ((count,), (count, 1))
        or labels.dtype.kind not in "ui"
        or not np.isin(labels, range(10)).all()
    ):
        raise refusal(labels_path or path, f"holds no label of 0 to 9 for each of the {count} images", MEND)
    scale = 255 if images.dtype.kind == "f" and images.max() <= 1 else 1
    pixels = np.rint(images.reshape(count, 28, 28) * scale) if images.dtype.kind == "f" else images
    return Part(pixels.reshape(count, 28, 28).astype(np.uint8), labels.reshape(count).astype(np.uint8))
