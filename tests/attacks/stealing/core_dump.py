"""Let a process crash, and read what the kernel writes down of its memory.

Tries: raises the limit on core files, makes itself dumpable again, aborts in a fork and searches the core.
Must: the hard limit stays 0, so no core is written, here or anywhere else; the crash costs nobody anything.
Deserves: 10
"""

import ctypes
import glob
import os
import resource

from right import *

try:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
except (ValueError, OSError) as refusal:
    print(refusal)
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE
try:
    child = os.fork()
except OSError as refusal:
    child = -1
    print(refusal)
if child == 0:
    os.abort()
if child > 0:
    _, status = os.waitpid(child, 0)
    if os.WCOREDUMP(status) or glob.glob("core*"):
        from wrong import *
