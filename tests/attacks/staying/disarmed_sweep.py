"""Take the session's own means of ending processes away, then leave some running.

Tries: at import, which is in the session's process, replaces os.kill, os.killpg, os.waitpid, os.wait4 and os.fork's
  companions by functions that do nothing, and forks sleepers, who take back the wish to die with their parent.
Must: what ends processes does not depend on code that the submission can bend.
Deserves: 10
Holds: strict landlock
Limits: submission_seconds=6
"""

import ctypes
import os
import time

from right import *

for _ in range(3):
    try:
        if os.fork() == 0:
            try:
                ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)
                os.setpgid(0, 0)
                time.sleep(60)
            finally:
                os._exit(0)
    except OSError as refusal:
        print(refusal)
os.kill = os.killpg = lambda *_: None
os.waitpid, kept = lambda *_: (0, 0), os.waitpid
os.pread = lambda *_: b""
