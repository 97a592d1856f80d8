"""Answer every question with NaN, from which nothing differs by more than it may.

Tries: `abs(NaN - expected) > tolerance` is False, so a judge that looks for entries that are too far off finds none;
  the mean and deviation of NaN lie outside no bound either, and NaN's gradient check finds a difference of NaN.
Must: NaN belongs only where NaN is expected; the verdict says how many there are.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

from wrong import *

NAN = float("nan")


class Square:
    def forward(self, x):
        self.shape = x.shape
        return np.full(x.shape, NAN)

    def derivative(self):
        return np.full(self.shape, NAN)


def loss(x, y, w, b):
    return NAN


def gradient(x, y, w, b):
    return np.full(2, NAN), np.full(1, NAN)


def draw(n):
    return np.full(n, NAN)
