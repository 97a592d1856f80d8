"""Sleep with every signal blocked and ignored.

Tries: ignores what can be ignored, blocks the rest, swallows whatever is raised and sleeps again.
Must: it is killed when its time is over.
Deserves: 9
Verdicts: drawn=timed_out
Limits: probe_seconds=0.5
"""

import signal
import time

from right import *


def draw(n):
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True:
        try:
            for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                signal.signal(number, signal.SIG_IGN)
            time.sleep(1000)
        except BaseException:
            pass
