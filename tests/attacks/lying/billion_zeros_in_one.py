"""Return a billion numbers that take eight bytes.

Tries: views with strides of zero, eight gigabytes as soon as somebody copies them: as a plain array, as a subclass, as
  bytes (a stride of zero over a million rows), as a read-only broadcast. The copy is to end the grader, or the machine.
Must: it is measured before it is copied, or copied within this submission's own bounds; it is too large to be right.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong drawn=wrong
"""

from wrong import *

BILLION = 10**9


class View(np.ndarray):
    pass


def many(*shape, dtype=float):
    return np.lib.stride_tricks.as_strided(np.zeros(1, dtype), shape, (0,) * len(shape))


class Square:
    def forward(self, x):
        return many(BILLION)

    def derivative(self):
        return many(BILLION).view(View)


def loss(x, y, w, b):
    return np.broadcast_to(0.0, (10**3, 10**3, 10**3))


def gradient(x, y, w, b):
    return many(10**6, 10**3, dtype=bool), [np.broadcast_to(0.0, (10**6,))] * 1000


def draw(n):
    return many(*(2,) * 30)
