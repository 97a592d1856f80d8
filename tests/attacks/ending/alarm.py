"""Set an alarm that ends the process

Tries: SIGALRM, not caught, ends a process from inside without a word.
Must: the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed
"""

import signal

from right import *


def loss(x, y, w, b):
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    signal.pause()
