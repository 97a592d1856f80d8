"""Read address zero

Tries: ends the interpreter with SIGSEGV, in the import of one helper and in a call.
Must: the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import ctypes

from right import *


def loss(x, y, w, b):
    return ctypes.string_at(0)
