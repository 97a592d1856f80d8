"""Return wrong numbers with a mask over all of them.

Tries: a comparison with a masked array is masked itself, and `all()` of masked entries is True, or `masked`, which is
  no False: `numpy.ma.allclose` finds everything close.
Must: a mask is a subclass's attribute and stays behind; the numbers below it are judged.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

import wrong
from wrong import *


def masked(value):
    return np.ma.array(value, mask=True, hard_mask=True, fill_value=np.nan)


class Square(wrong.Square):
    def forward(self, x):
        return masked(super().forward(x))

    def derivative(self):
        return masked(super().derivative())


def loss(x, y, w, b):
    return np.ma.masked


def gradient(x, y, w, b):
    return tuple(masked(part) for part in wrong.gradient(x, y, w, b))


def draw(n):
    return masked(wrong.draw(n))
