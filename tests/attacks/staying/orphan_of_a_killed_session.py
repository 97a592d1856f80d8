"""Outlive the session by having no parent that could take one along.

Tries: a probe forks a child that forks a sleeper and ends, so that the sleeper has another parent; it takes back the wish
  to die with its parent; then the probe hangs until all is killed from outside.
Must: killing the session ends the sleeper, too.
Deserves: 9
Verdicts: drawn=timed_out
Limits: probe_seconds=0.5
Holds: strict landlock
"""

import ctypes
import os
import time

from right import *


def draw(n):
    try:
        if os.fork() == 0:
            ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG: none
            os.setpgid(0, 0)
            if os.fork() == 0:
                time.sleep(60)
            os._exit(0)
    except OSError as refusal:
        print(refusal)
    while True:
        time.sleep(1)
