"""Kill the own process group

Tries: ends all processes of its group, which a runner that forks carelessly shares with its tests.
Must: each probe has a group of its own.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed drawn=passed
"""

import os
import signal

from right import *


def loss(x, y, w, b):
    os.killpg(0, signal.SIGKILL)
