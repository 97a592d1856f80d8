"""Leave the probe's process group, so that a signal to the group misses.

Tries: forks and calls setpgid, which is not setsid; the child sleeps for a minute.
Must: nobody inside outlives the probe, in whatever group he is.
Deserves: 10
Holds: strict landlock
"""

import os
import time

import right
from right import *


def loss(x, y, w, b):
    try:
        if os.fork() == 0:
            try:
                os.setpgid(0, 0)
            finally:
                time.sleep(60)
                os._exit(0)
    except OSError as refusal:
        print(refusal)
    return right.loss(x, y, w, b)
