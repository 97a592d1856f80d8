"""Get every capability back in a nested user namespace.

Tries: `clone` and `clone3` with CLONE_NEWUSER, which `unshare` being refused says nothing about; tells by the marks
  that it loses whether one of them was given.
Must: no process inside ever holds a capability again, in whatever namespace.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import struct

from right import *

NEWUSER, SIGCHLD = 0x10000000, 17
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
libc = ctypes.CDLL(None, use_errno=True)
asked = ctypes.create_string_buffer(struct.pack("8Q", NEWUSER, 0, 0, 0, SIGCHLD, 0, 0, 0))
ways = [(CLONE, ctypes.c_ulong(NEWUSER | SIGCHLD), None, None, None, None), (435, asked, ctypes.c_size_t(64))]
given = []
for number, *arguments in ways:
    child = libc.syscall(ctypes.c_long(number), *arguments)
    if child == 0:
        os._exit(0)
    if child > 0:
        os.waitpid(child, 0)
        given.append(number)
if given:
    print("a user namespace by system call", given)
    from wrong import *
