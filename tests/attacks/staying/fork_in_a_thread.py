"""Fork from a thread, when the probe is about to end, so that nobody is there to be waited for.

Tries: a thread that outlasts the call forks again and again; its children sleep.
Must: threads and children end with the probe.
Deserves: 10
Holds: strict landlock
"""

import contextlib
import os
import threading
import time

import right
from right import *


def forking():
    """Fork a few times."""
    for _ in range(10):
        try:
            if os.fork() == 0:
                os.setpgid(0, 0)
                time.sleep(60)
                os._exit(0)
        except OSError:
            return
        time.sleep(0.002)


class Square(right.Square):
    def derivative(self):
        with contextlib.suppress(RuntimeError):  # the limit of processes counts threads, too
            threading.Thread(target=forking).start()
        return super().derivative()
