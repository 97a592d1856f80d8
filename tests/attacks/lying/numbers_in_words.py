"""Return the right numbers, but as text that looks like an array.

Tries: strings, bytes and lists of strings that `numpy.array(..., dtype=float)`, `eval` or `numpy.fromstring` would turn
  into numbers, or into a call: one of them asks to be evaluated.
Must: text is no array: it is neither parsed nor evaluated, and the check is wrong. The gradient check fails with it.
Deserves: 1
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=passed
"""

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        return [str(number) for number in super().forward(x)]

    def derivative(self):
        return repr(super().derivative())


def loss(x, y, w, b):
    return f"{right.loss(x, y, w, b)!r}"


def gradient(x, y, w, b):
    return "__import__('os').kill(@HOST@, 9)", str(right.gradient(x, y, w, b)[1]).encode()
