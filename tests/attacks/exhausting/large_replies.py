"""Answer with as much as one answer may hold, each time.

Tries: arrays of 30 MB, just below the limit for one, from every function, and one that claims a terabyte but holds one
  number.
Must: replies are bounded in number and in sum; the grader's own memory stays small.
Deserves: 0
Limits: memory_mib=512
"""

import numpy as np

BIG = 30 * 10**6 // 8


class Square:
    def forward(self, x):
        return np.zeros(BIG)

    def derivative(self):
        return np.zeros((BIG, 1))


def loss(x, y, w, b):
    return np.broadcast_to(0.0, (10**6, 10**6))


def gradient(x, y, w, b):
    return np.zeros(BIG), None


def draw(n):
    return [0] * (BIG // 4)
