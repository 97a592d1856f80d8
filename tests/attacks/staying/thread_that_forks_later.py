"""Fork from a thread of the session whenever nobody sweeps.

Tries: a thread that the import leaves behind forks a sleeper every few milliseconds, also after the last probe, when
  the session waits to be ended.
Must: the last of them ends with the session, and right work counts in spite of it.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import threading
import time

from right import *

prctl = ctypes.CDLL(None).prctl


def forking():
    """Fork again and again, few at a time, since the sweep ends them."""
    for _ in range(120):
        time.sleep(0.02)
        try:
            if os.fork() == 0:
                try:
                    prctl(1, 0, 0, 0, 0)
                    os.setpgid(0, 0)
                    time.sleep(60)
                finally:
                    os._exit(0)
        except OSError:
            pass


threading.Thread(target=forking, daemon=True).start()
