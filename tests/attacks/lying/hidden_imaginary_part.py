"""Return right numbers with an imaginary part that a cast to float would drop.

Tries: to hide another answer (or a huge one: 1e300 i) in the part that `float64` conversions leave out with no more
  than a warning; two answers for one question.
Must: complex numbers where real ones are due are wrong, as soon as any imaginary part is not zero.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

import right
from right import *


def hide(value):
    return np.asarray(value) + 1e-3j


class Square(right.Square):
    def forward(self, x):
        return hide(super().forward(x))

    def derivative(self):
        return hide(super().derivative())


def loss(x, y, w, b):
    return right.loss(x, y, w, b) + 1e300j


def gradient(x, y, w, b):
    return tuple(hide(part) for part in right.gradient(x, y, w, b))


def draw(n):
    return hide(right.draw(n))
