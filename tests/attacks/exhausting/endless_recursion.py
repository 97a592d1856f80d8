"""Recurse until the C stack is gone.

Tries: lifts Python's limit on recursion and calls itself through C code, which ends in a segmentation fault.
Must: the crash costs the checks of that probe.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed
"""

import sys

import right
from right import *


class Deep:
    def __repr__(self):
        return repr([self])[:1]


class Square(right.Square):
    def forward(self, x):
        sys.setrecursionlimit(10**9)
        return repr(Deep())
