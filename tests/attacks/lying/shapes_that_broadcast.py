"""Return right numbers in shapes that broadcast to the expected one.

Tries: a column where a row is due, one number for many, many for one: `actual - expected` broadcasts, and in half of
  these the entries that meet are equal, as in numpy.allclose(loss * ones(n), loss).
Must: nothing broadcasts; a shape is right or wrong.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        y = super().forward(x)
        return np.broadcast_to(y, (len(y), len(y)))

    def derivative(self):
        return super().derivative()[:, None]


def loss(x, y, w, b):
    return np.full(len(x), right.loss(x, y, w, b))


def gradient(x, y, w, b):
    dw, db = right.gradient(x, y, w, b)
    return np.stack([dw, dw]), np.broadcast_to(db, (2,))


def draw(n):
    return right.draw(n)[:, None]
