"""Abort

Tries: ends with SIGABRT, and a core file if there may be one.
Must: the calls of that probe crashed, no core file is left, all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import os

from right import *


def loss(x, y, w, b):
    os.abort()
