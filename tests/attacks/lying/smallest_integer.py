"""Return integers whose distance from anything is negative.

Tries: the absolute value of the smallest 64-bit integer is itself, negative, and so below every tolerance; unsigned
  integers wrap around when something is taken from them; and True is as good as one.
Must: integers are measured as numbers that cannot wrap around, and bools as zeros and ones.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

from wrong import *

SMALLEST = np.iinfo(np.int64).min


class Square:
    def forward(self, x):
        self.shape = x.shape
        return np.full(x.shape, SMALLEST)

    def derivative(self):
        return np.full(self.shape, True)


def loss(x, y, w, b):
    return SMALLEST


def gradient(x, y, w, b):
    return np.full(2, np.iinfo(np.uint64).max, np.uint64), np.full(1, -128, np.int8)


def draw(n):
    return np.full(n, np.iinfo(np.uint64).max, np.uint64)
