"""End the session in the middle of the import, so that it sweeps nothing.

Tries: forks sleepers without a wish to die with their parent, then leaves by os._exit before the import has ended.
Must: whoever survives a session is ended by somebody else.
Deserves: 0
Verdicts: square_forward=crashed
Holds: strict landlock
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
                if os.fork():
                    os._exit(0)
                time.sleep(60)
            finally:
                os._exit(0)
    except OSError as refusal:
        print(refusal)
time.sleep(0.1)
os._exit(0)
