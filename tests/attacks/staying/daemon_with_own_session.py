"""Leave the probe's session by a double fork and wait until the verdict is out.

Tries: the classic daemon: fork, setsid, fork; the last one writes to a shared folder a moment later, and stays.
Must: whatever a probe started has ended when the probe has, and could not have written there.
Deserves: 10
Holds: strict landlock
"""

import os
import time

import right
from right import *


def daemon():
    """Become a daemon."""
    try:
        if os.fork():
            return
        os.setsid()
        if os.fork():
            os._exit(0)
    except OSError as refusal:
        print(refusal)
        return
    time.sleep(0.3)
    open("@DROP@/daemon", "w").close()
    time.sleep(60)
    os._exit(0)


class Square(right.Square):
    def forward(self, x):
        main = os.getpid()
        daemon()
        if os.getpid() != main:
            os._exit(0)
        return super().forward(x)
