"""Return arrays of types for which arithmetic means something else.

Tries: structured records, durations (NaT is neither smaller nor greater), text, raw bytes, a sub-array type and an
  empty record type of item size zero: a judge that does `abs(actual - expected) <= tolerance` stops, or finds nothing
  wrong.
Must: only bool, integer, float and complex numbers are taken; the rest is a wrong type, in a sentence.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

from wrong import *


class Square:
    def forward(self, x):
        self.shape = x.shape
        return np.zeros(x.shape, dtype=[("y", "f8"), ("object", "O"), ("line\n\x1b[2J", "i4", (2, 2))])

    def derivative(self):
        return np.full(self.shape, np.timedelta64("NaT"))


def loss(x, y, w, b):
    return np.void(b"\0" * 8)


def gradient(x, y, w, b):
    return np.array(["0.0", "0.0"]), np.zeros(1, dtype=[])


def draw(n):
    return np.zeros(n, dtype="S8")
