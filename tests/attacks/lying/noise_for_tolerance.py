"""Buy tolerance with a huge constant.

Tries: adds 10^12 to the loss in the gradient check only, so that rounding hides how it changes and any gradient, zero
  for one, is as good as another within the rounding error that a fair judge allows.
Must: where rounding hides the gradient, nothing can be judged and nothing is earned.
Deserves: 7
Verdicts: line_loss=passed line_gradient=wrong
"""

import right
from right import *

ASKED = set()


def loss(x, y, w, b):
    seen = x.tobytes() in ASKED
    ASKED.add(x.tobytes())
    return right.loss(x, y, w, b) + 1e12 * seen


def gradient(x, y, w, b):
    return np.zeros(2), np.zeros(1)
