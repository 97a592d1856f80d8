"""Return numpy.matrix, whose product and shape are not an array's.

Tries: right values as matrices: where `actual * mask` or `actual ** 2` is used to judge, it means a matrix product, and
  `ravel` stays two-dimensional. Nothing is gained where one leading axis too many is only noted.
Must: a matrix is taken as its numbers, with a note; the additional leading axis is noted, too.
Deserves: 10
"""

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        return np.matrix(super().forward(x))

    def derivative(self):
        return np.matrix(super().derivative())


def loss(x, y, w, b):
    return np.matrix(right.loss(x, y, w, b))


def gradient(x, y, w, b):
    return tuple(np.matrix(part) for part in right.gradient(x, y, w, b))


def draw(n):
    return np.matrix(right.draw(n))
