"""Return right numbers in every awkward way that memory can be laid out.

Tries: big-endian, reversed, transposed, overlapping, unaligned and read-only arrays, and a long double, whose values
  are right: who copies bytes instead of numbers gets others.
Must: they are the right numbers, however they lie in memory.
Deserves: 10
"""

import right
from right import *


def unaligned(value):
    raw = np.zeros(value.nbytes + 1, np.uint8)[1:]
    array = raw.view(value.dtype).reshape(value.shape)
    array[...] = value
    array.setflags(write=False)
    return array


class Square(right.Square):
    def forward(self, x):
        return super().forward(x).astype(">f8")

    def derivative(self):
        return super().derivative()[::-1].copy()[::-1]


def loss(x, y, w, b):
    return np.longdouble(right.loss(x, y, w, b))


def gradient(x, y, w, b):
    dw, db = right.gradient(x, y, w, b)
    return unaligned(dw), np.lib.stride_tricks.as_strided(db, (1, 1, 1), (7, 0, -8))


def draw(n):
    return np.stack([right.draw(n)] * 3, axis=1)[:, 1]
