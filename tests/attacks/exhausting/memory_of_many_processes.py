"""Spread over many processes what one may not take.

Tries: eight children of a probe touch 300 MiB each, under a limit of 512 MiB; tells by the mark that it loses
  whether more than 1 GiB was held at the same time.
Must: memory is limited for the submission as a whole, or there is nobody to spread it over.
Deserves: 10
Limits: memory_mib=512 probe_seconds=3
Holds: strict landlock
"""

import mmap
import os
import time

import right
from right import *


def hold(told):
    """Touch 300 MiB and keep it."""
    try:
        page = mmap.mmap(-1, 300 << 20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        for place in range(0, 300 << 20, 4096):
            page[place] = 1
        os.write(told, b"1")
        time.sleep(30)
    finally:
        os._exit(0)


def draw(n):
    ours, told = os.pipe()
    os.set_blocking(ours, False)
    held = b""
    try:
        for _ in range(8):
            if os.fork() == 0:
                hold(told)
        time.sleep(1.5)
        held = os.read(ours, 100)
    except OSError as refusal:
        print(refusal)
    return right.draw(n) if len(held) < 4 else [0.0] * n
