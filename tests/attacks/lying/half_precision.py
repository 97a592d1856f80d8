"""Return right numbers rounded to sixteen bits, or to the decimals that are printed.

Tries: to be given the tolerance of the type that came back instead of that of the check, which asks for double
  precision.
Must: the check's tolerance counts; rounded values are wrong, and so is a gradient check that drowns in rounding.
Deserves: 1
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=passed
"""

import right
from right import *


def halved(value):
    return np.asarray(value).astype(np.float16)


class Square(right.Square):
    def forward(self, x):
        return halved(super().forward(x))

    def derivative(self):
        return super().derivative().round(3)


def loss(x, y, w, b):
    return halved(right.loss(x, y, w, b))


def gradient(x, y, w, b):
    return tuple(halved(part) for part in right.gradient(x, y, w, b))


def draw(n):
    return halved(right.draw(n))
