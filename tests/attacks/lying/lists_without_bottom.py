"""Return lists nested a hundred thousand deep, and one that contains itself.

Tries: to run out of the C stack in whoever walks the list without counting, or to keep them walking for ever; and to
  have its text, a hundred thousand brackets, written into the report.
Must: it is ragged and no array; no more than a little text of it comes along.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong
"""

from wrong import *


def deep(value, by=10**5):
    for _ in range(by):
        value = [value]
    return value


ENDLESS = []
ENDLESS.append(ENDLESS)


class Square:
    def forward(self, x):
        return deep(0.0)

    def derivative(self):
        return ENDLESS


def loss(x, y, w, b):
    return (deep((), 10**3), deep({}, 10**3), ENDLESS)


def gradient(x, y, w, b):
    return [ENDLESS] * 2, deep(np.zeros(1), 31)


def draw(n):
    return [ENDLESS] * n
