"""Lie about shape, type and bytes in a subclass of the array.

Tries: zeros whose `shape`, `dtype`, `size`, `tobytes`, `__getitem__`, `__reduce__` and `__array__` tell of another
  array: right in shape where it is looked at, right in bytes where they are taken, harmless in size where it is
  bounded.
Must: what the base class holds is copied and sent; only that is judged, and it is wrong.
Deserves: 0
"""

from wrong import *


class False_(np.ndarray):
    shape = property(lambda self: (3,), lambda self, value: None)
    size = property(lambda self: 1)
    ndim = property(lambda self: 0)
    dtype = property(lambda self: np.dtype("f8"))
    itemsize = nbytes = property(lambda self: -1)
    base = property(lambda self: self)
    kind = "f"

    def tobytes(self, *_):
        return b"\x7f" * 24

    def __getitem__(self, key):
        return self

    def __reduce__(self):
        return (exec, ("import os; os._exit(0)",))

    def __array__(self, *_, **__):
        return np.ones(3)

    def __len__(self):
        return -1

    def astype(self, *_, **__):
        return self

    reshape = ravel = copy = astype


def false(*shape):
    return np.ndarray.__new__(False_, shape, dtype="V1000")


class Square:
    def forward(self, x):
        return false(1000)

    def derivative(self):
        return false()


def loss(x, y, w, b):
    return np.zeros(()).view(False_)


def gradient(x, y, w, b):
    return np.zeros(2).view(False_), np.zeros(1).view(False_)


def draw(n):
    return np.zeros(n).view(False_)
