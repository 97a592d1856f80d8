"""Return infinity, which widens a relative tolerance to infinity.

Tries: where the tolerance grows with the actual value, `inf <= rtol * inf` holds; float16 that overflows on its way,
  and the largest doubles, whose difference from anything overflows, try the same.
Must: the tolerance follows the expected value alone, and infinity belongs only where the same infinity is expected.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

from wrong import *

HUGE = np.finfo(np.float64).max


class Square:
    def forward(self, x):
        self.shape = x.shape
        with np.errstate(over="ignore"):
            return (x * 1e6).astype(np.float16)

    def derivative(self):
        return np.full(self.shape, np.inf)


def loss(x, y, w, b):
    return HUGE if w.sum() > 0 else -HUGE


def gradient(x, y, w, b):
    return np.full(2, -HUGE), np.full(1, np.inf)


def draw(n):
    return np.where(np.arange(n) % 2, HUGE, -HUGE)
