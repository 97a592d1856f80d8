"""Hold memory that counts for nobody: shared anonymous mappings, handed from process to process.

Tries: a chain of children of a probe, each of which maps 200 MiB to be shared, fills it, and forks the next, which
  forgets it; up to 1.6 GiB under a limit of 512 MiB. Tells by the mark that it loses.
Must: memory is limited for the submission as a whole, or there is nobody to hand it to.
Deserves: 10
Limits: memory_mib=512 probe_seconds=3
Holds: strict landlock
"""

import mmap
import os
import time

import right
from right import *


def hold(left, told):
    """Fill a mapping; let a child, which forgets it, fill the next."""
    page = mmap.mmap(-1, 200 << 20)
    for place in range(0, 200 << 20, 4096):
        page[place] = 1
    os.write(told, b"1")
    if left and os.fork() == 0:
        page.close()
        hold(left - 1, told)
    time.sleep(30)


def draw(n):
    ours, told = os.pipe()
    os.set_blocking(ours, False)
    held = b""
    try:
        if os.fork() == 0:
            try:
                hold(7, told)
            finally:
                os._exit(0)
        time.sleep(1.5)
        held = os.read(ours, 100)
    except OSError as refusal:
        print(refusal)
    return right.draw(n) if len(held) < 5 else [0.0] * n
