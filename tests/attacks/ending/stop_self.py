"""Stop, and never go on

Tries: sends itself SIGSTOP: a process that neither runs nor ends.
Must: the host keeps the time, and ends what is stopped like what hangs.
Deserves: 6
Verdicts: line_loss=timed_out square_forward=passed
Limits: probe_seconds=0.3
"""

import os
import signal

from right import *


def loss(x, y, w, b):
    os.kill(os.getpid(), signal.SIGSTOP)
