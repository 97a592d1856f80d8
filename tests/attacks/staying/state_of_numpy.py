"""Let one probe set NumPy up so that others fail.

Tries: errors raised for every overflow, a print option, seeds, random functions and mathematical functions replaced,
  numpy's own error class changed, all inside the probe of the square.
Must: each probe starts from what the import left, so only the probe that did it could suffer.
Deserves: 10
"""

import builtins
import random

import numpy as np
import right
from right import *


class Square(right.Square):
    def forward(self, x):
        np.seterr(all="raise")
        np.set_printoptions(precision=1, threshold=2)
        np.random.standard_normal = np.zeros
        np.random.seed = random.seed = lambda *_: None
        np.mean = np.zeros_like
        right.loss = right.gradient = right.draw = builtins.len
        return super().forward(x)


def draw(n):
    np.exp(1000.0)  # an error if this probe had inherited anything
    return right.draw(n)
