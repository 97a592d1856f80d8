"""Kill the own process with SIGKILL

Tries: ends at once, without unwinding, where a loss is asked for.
Must: the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import os
import signal

from right import *


def loss(x, y, w, b):
    os.kill(os.getpid(), signal.SIGKILL)
