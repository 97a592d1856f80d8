"""Stop rather than run: a process that is neither alive nor dead.

Tries: a probe stops itself with SIGSTOP, after it has asked its parent, the session, to stop as well.
Must: both are killed when their time is over, since SIGKILL needs nobody to be running.
Deserves: 9
Verdicts: drawn=timed_out
Limits: probe_seconds=0.5
"""

import os
import signal

import right
from right import *


def draw(n):
    try:
        os.kill(os.getppid(), signal.SIGSTOP)
    except OSError as refusal:
        print(refusal)
    os.kill(os.getpid(), signal.SIGSTOP)
    while True:
        signal.pause()
