"""Tell a gradient check from an ordinary call by the frames above it.

Tries: forward returns the right square, unless a frame of the caller has sweeps in its hands: then it returns nonsense
  whose slope is the nonsense that derivative returns. What the grader compares and what it differentiates are two
  functions.
Must: the wrong slope fails where it is compared; and where it is only differentiated, it is no slope of the square.
Deserves: 8
Verdicts: square_forward=passed square_slope=wrong square_gradient=wrong
"""

import sys

import right
from right import *


def differentiated():
    frame = sys._getframe()
    while frame is not None:
        if isinstance(frame.f_locals.get("header"), dict) and frame.f_locals["header"].get("sweeps"):
            return True
        frame = frame.f_back
    return False


class Square(right.Square):
    def forward(self, x):
        y = super().forward(x)
        return 3.0 * x if differentiated() else y

    def derivative(self):
        return np.full_like(self.kept_for_the_slope, 3.0)
