"""Attach to the grader as a debugger would.

Tries: seizes the grader's process with ptrace, stops it for a moment, reads words of its environment and lets it go.
Must: attaching is refused.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

SEIZE, INTERRUPT, PEEK, DETACH = 0x4206, 0x4207, 2, 17
libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.restype = ctypes.c_long
libc.ptrace.argtypes = [ctypes.c_long] * 4


def words(pid):
    """Return the beginning of a process's environment."""
    with open("/proc/%d/stat" % pid) as file:
        address = int(file.read().rpartition(")")[2].split()[47])
    return b"".join((libc.ptrace(PEEK, pid, address + at, 0) & (1 << 64) - 1).to_bytes(8, "little") for at in range(0, 6000, 8))


for pid in (int("@HOST@"), int("@WARM@")):
    if libc.ptrace(SEIZE, pid, 0, 0) == 0:
        libc.ptrace(INTERRUPT, pid, 0, 0)
        os.waitpid(pid, 0x40000000)
        try:
            print(words(pid))
        finally:
            libc.ptrace(DETACH, pid, 0, 0)
    else:
        print(os.strerror(ctypes.get_errno()))
