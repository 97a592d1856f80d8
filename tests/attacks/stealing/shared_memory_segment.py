"""Attach a System V shared memory segment by its key.

Tries: shmget and shmat on a segment of the host, and guesses identifiers without any key.
Must: the segment is in another IPC namespace, or the calls are refused.
Deserves: 10
Holds: strict landlock
"""

import ctypes

from right import *

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
for number in [libc.shmget(int("@SHM@"), 0, 0), *range(64)]:
    place = libc.shmat(number, None, 0o10000)  # read only
    if place not in (None, 2**64 - 1):
        print(ctypes.string_at(place, 100))
