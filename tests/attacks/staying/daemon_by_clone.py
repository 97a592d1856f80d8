"""Start a daemon by the bare system calls, of which there are four.

Tries: vfork, clone with CLONE_PARENT, which makes it a brother and not a child, and clone3, in place of fork; each
  child sleeps.
Must: they are as little able to stay as a forked one.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import struct
import time

import right
from right import *

CLONE_PARENT, SIGCHLD = 0x8000, 17
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
libc = ctypes.CDLL(None, use_errno=True)


def draw(n):
    asked = ctypes.create_string_buffer(struct.pack("8Q", CLONE_PARENT, 0, 0, 0, 0, 0, 0, 0))
    for number, *arguments in (
        (CLONE, ctypes.c_ulong(CLONE_PARENT | SIGCHLD), None, None, None, None),
        (CLONE, ctypes.c_ulong(SIGCHLD), None, None, None, None),
        (435, asked, ctypes.c_size_t(64)),
    ):
        if libc.syscall(ctypes.c_long(number), *arguments) == 0:
            os.setpgid(0, 0)
            time.sleep(60)
            os._exit(0)
    return right.draw(n)
