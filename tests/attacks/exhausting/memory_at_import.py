"""Take, while the file is imported, where processes may be made, more memory than the whole run may hold.

Tries: twenty children touch 120 MiB each, which is 2.4 GiB where one process may have 512 MiB.
Must: where a control group bounds the run, the kernel ends children and not the warm parent; everywhere, nobody else
  is harmed and nothing stays.
Deserves: 0
Limits: memory_mib=512
Holds: strict landlock
"""

import mmap
import os
import time

from wrong import *

SIZE = 120 << 20
try:
    for _ in range(20):
        if os.fork() == 0:
            try:
                page = mmap.mmap(-1, SIZE, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
                for place in range(0, SIZE, 4096):
                    page[place] = 1
                time.sleep(30)
            finally:
                os._exit(0)
    time.sleep(1.2)
except OSError as refusal:
    print(refusal)
