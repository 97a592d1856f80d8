"""Write one file without end.

Tries: a sparse file of 1 TiB, fallocate of the same, and writing MiB after MiB; tells by the marks that it loses whether
  one of them was let through.
Must: the limit on the size of a file stops all of them; scratch folder and disk stay as good as empty.
Deserves: 10
"""

import os
import signal

import right
from right import *


def grow(file):
    """Write 64 MiB."""
    for _ in range(64):
        os.write(file, bytes(1 << 20))


def draw(n):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    done = 0
    for act in (lambda f: os.truncate(f, 1 << 40), lambda f: os.posix_fallocate(f, 0, 1 << 40), grow):
        file = os.open("huge", os.O_CREAT | os.O_WRONLY)
        try:
            act(file)
            done += 1
        except OSError as refusal:
            print(refusal)
        os.close(file)
        os.unlink("huge")
    return right.draw(n) if not done else [0.0] * n
