"""Exit with success in the middle of a call

Tries: ends the process with status 0 where a loss is asked for, hoping that what follows is skipped and not counted.
Must: the calls of that probe crashed; all others are graded in processes of their own.
Deserves: 6
Verdicts: line_loss=crashed line_gradient=crashed square_forward=passed drawn=passed
"""

import os

from right import *


def loss(x, y, w, b):
    os._exit(0)
