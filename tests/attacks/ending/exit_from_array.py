"""Exit while the answer is being converted

Tries: returns an object whose __array__ raises SystemExit(0), outside of any call that the student's code is blamed for.
Must: an answer that cannot be read is no answer.
Deserves: 0
"""

import numpy as np


class Answer:
    shape, dtype, size, ndim = (), np.dtype(float), 1, 0

    def __array__(self, *_, **__):
        raise SystemExit(0)

    __float__ = __len__ = __iter__ = __getitem__ = __array__


class Square:
    def forward(self, x):
        return Answer()

    def derivative(self):
        return [Answer()]


def loss(x, y, w, b):
    return Answer()


def gradient(x, y, w, b):
    return Answer(), (Answer(),)


def draw(n):
    return Answer()
