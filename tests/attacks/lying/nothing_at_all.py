"""Return arrays without entries: all of nothing is as expected.

Tries: empty arrays that broadcast against what is expected, (0,) against () and (0, 1) against (n,); the comparison
  then has no entry that could be wrong, and `numpy.allclose` says True.
Must: the shape counts, nothing is broadcast, and an empty sample satisfies no rule.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

from wrong import *


class Square:
    def forward(self, x):
        return np.empty((0, 1))

    def derivative(self):
        return np.empty((1, 0, 1))


def loss(x, y, w, b):
    return np.empty(0)


def gradient(x, y, w, b):
    return np.empty((0, 2)), np.empty((0,))


def draw(n):
    return np.empty((0, n))
