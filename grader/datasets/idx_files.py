"""Read arrays in MNIST's idx format: http://yann.lecun.com/exdb/mnist, "file formats"."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING

import numpy as np

from grader.datasets.files import content, refusal

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
MAX_AXES = 8
HEAD = 4  # two zeros, the type, how many axes; then each axis in four bytes


def idx(path: Path) -> npt.NDArray[np.generic]:
    """Return the array in an idx file (plain or .gz), in this machine's byte order.

    Raises:
        CourseError: it is no idx file, or its length is not what its header says.
    """
    data = content(path)
    if len(data) < HEAD or data[:2] != b"\0\0" or data[2] not in TYPES or not 0 < data[3] <= MAX_AXES:
        raise refusal(path, "is no idx file: it does not begin as one")
    dtype, begin = np.dtype(TYPES[data[2]]), HEAD + 4 * data[3]
    if len(data) < begin:
        raise refusal(path, "is cut off within its header")
    shape = struct.unpack(f">{data[3]}I", data[HEAD:begin])
    expected = begin + math.prod(shape) * dtype.itemsize
    if len(data) != expected:
        raise refusal(path, f"has {len(data)} bytes where its header, shape {shape}, asks for {expected}")
    return np.frombuffer(data, dtype, offset=begin).reshape(shape).astype(dtype.newbyteorder("="))
