"""NumPy arrays as a pickle describes them: noted piece by piece, made only when every size fits."""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import numpy.typing as npt

PLAIN = re.compile(r"[|<>=]?([biu]1|[iuf][248]|c8|c16|[SU]\d{1,6})")  # numbers and text of a fixed width, no objects
MAX_AXES = 16


class ForeignError(Exception):
    """The pickle holds what is not read; the text ends a sentence that begins with the file's name."""


class DType:
    """A dtype: its name, and the byte order that follows as its state."""

    __slots__ = ("dtype",)

    def __init__(self, name: str, *_: Any):
        if not isinstance(name, str) or not PLAIN.fullmatch(name):
            raise ForeignError(f"holds an array of {str(name)[:20]!r}, no plain numbers")
        self.dtype = np.dtype(name)

    def set_state(self, state: tuple[Any, ...]) -> None:
        """Take (version, byte order, and what only records and objects have)."""
        _, order, subarray, names, *_ = state
        if subarray is not None or names is not None or order not in ("<", ">", "|", "="):
            raise ForeignError("holds an array of records")
        self.dtype = self.dtype.newbyteorder(order)


class Array:
    """An array in the making: shape, dtype, memory order and bytes."""

    __slots__ = ("data", "dtype", "order", "shape")

    def __init__(self) -> None:
        self.shape: tuple[int, ...] | None = None

    def set_state(self, state: tuple[Any, ...]) -> None:
        """Take (version, shape, dtype, whether in Fortran order, bytes), as `ndarray.__setstate__` does."""
        shape, dtype, fortran, data = state[-4:]
        self._take(shape, dtype, "F" if fortran else "C", data)

    @classmethod
    def of_buffer(cls, data: bytes, dtype: DType, shape: tuple[int, ...], order: str) -> Array:
        """Return an array as protocol 5 describes it."""
        made = cls()
        made._take(shape, dtype, order, data)
        return made

    @classmethod
    def of_one(cls, dtype: DType, data: bytes | str) -> Array:
        """Return a NumPy number, as an array without axes."""
        return cls.of_buffer(data.encode("latin-1") if isinstance(data, str) else data, dtype, (), "C")

    def _take(self, shape: Any, dtype: Any, order: str, data: Any) -> None:
        if not isinstance(dtype, DType) or not isinstance(data, bytes | str):
            raise ForeignError("holds an array of objects")
        if not isinstance(shape, tuple) or len(shape) > MAX_AXES or not all(type(n) is int and n >= 0 for n in shape):
            raise ForeignError("holds an array of no possible shape")
        if order not in ("C", "F") or math.prod(shape) * dtype.dtype.itemsize != len(data):
            raise ForeignError(f"holds an array whose shape {shape} is not that of its {len(data)} bytes")
        self.shape, self.dtype, self.order, self.data = shape, dtype.dtype, order, data

    @property
    def size(self) -> int:
        """Return how many bytes the array takes."""
        if self.shape is None:
            raise ForeignError("holds an array without content")
        return len(self.data)

    def array(self) -> npt.NDArray[np.generic]:
        """Return the array, in this machine's byte order; bytes of Python 2 are text of latin-1."""
        data = self.data.encode("latin-1") if isinstance(self.data, str) else self.data
        shaped = np.frombuffer(data, self.dtype).reshape(self.shape or (), order="F" if self.order == "F" else "C")
        return shaped.astype(self.dtype.newbyteorder("="))
