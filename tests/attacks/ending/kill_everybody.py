"""Kill every process there is

Tries: sends SIGKILL to all that it may signal: the grader, the warm parent, other submissions.
Must: it reaches nobody but its own session; the rest of the submission and the next one are graded.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed drawn=passed
Holds: strict landlock
"""

import os
import signal

from right import *


def loss(x, y, w, b):
    try:
        os.kill(-1, signal.SIGKILL)
    finally:
        os._exit(0)
