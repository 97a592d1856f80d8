"""Become another array each time that somebody looks.

Tries: an object that passes for a number and whose `__array__` gives a tiny array first, so that a check of its size is
  passed, then a huge one, then one with other numbers: whoever converts twice checks one array and uses another.
Must: it is converted once, and the numbers that then cross are judged: they are wrong.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong
"""

import numbers

from wrong import *


@numbers.Number.register
class Shifty:
    def __init__(self, *faces):
        self.faces = list(faces)

    def __array__(self, dtype=None, copy=None):
        return self.faces.pop(0) if len(self.faces) > 1 else self.faces[0]

    def __float__(self):
        return float(self.__array__().flat[0])

    __eq__ = lambda *_: True
    __hash__ = None


class Square:
    def forward(self, x):
        self.shape = x.shape
        return Shifty(np.zeros(x.shape), np.lib.stride_tricks.as_strided(np.zeros(1), (10**9,), (0,)), np.ones(x.shape))

    def derivative(self):
        return Shifty(np.zeros(0), np.zeros(self.shape))


def loss(x, y, w, b):
    return Shifty(np.array(0.0), np.array(1.0), np.array(2.0))


def gradient(x, y, w, b):
    return Shifty(np.zeros(2), np.ones(2)), Shifty(np.zeros(1), np.ones(1))
