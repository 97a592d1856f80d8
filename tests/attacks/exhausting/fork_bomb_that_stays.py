"""Take all processes that there are, at import, and keep them.

Tries: forks until refused, 60 at most, and leaves the sleepers running, so that no probe can be forked any more.
Must: its own probes may be lost, but the grader is neither stopped nor in doubt whose fault it is; nothing is left.
Deserves: 0
Holds: strict landlock
"""

import os
import time

from wrong import *

try:
    for _ in range(60):
        if os.fork() == 0:
            time.sleep(30)
            os._exit(0)
except OSError as refusal:
    print(refusal)
