"""Kill the parent process with SIGKILL

Tries: ends the process that it was forked from, so that nobody is there to say how it ended.
Must: at most the session of this submission is lost, a new one is opened, and only this probe pays for it.
Deserves: 6
Verdicts: line_loss=crashed square_forward=passed drawn=passed
"""

import os
import signal

from right import *


def loss(x, y, w, b):
    os.kill(os.getppid(), signal.SIGKILL)
    os._exit(0)
