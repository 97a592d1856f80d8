"""Recurse through C until the stack overflows

Tries: lifts the recursion limit and recurses through a built-in, so that the C stack ends before Python looks.
Must: the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import sys

from right import *


def deeper(_):
    return sorted([0], key=deeper)


def loss(x, y, w, b):
    sys.setrecursionlimit(10**9)
    return deeper(0)
