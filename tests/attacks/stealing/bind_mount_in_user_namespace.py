"""Become root in a user namespace of one's own and uncover what was hidden.

Tries: clones into new user and mount namespaces (not by `unshare`, which everybody thinks of), takes the mounts off
  that cover the host's files, binds / to the scratch folder and reads the secret there.
Must: a namespace that would give capabilities again is refused, and Landlock holds whatever is mounted.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

FLAGS = 0x20000 | 0x10000000 | 17  # CLONE_NEWNS | CLONE_NEWUSER | SIGCHLD
CLONE = {"x86_64": 56, "aarch64": 220}[os.uname().machine]
libc = ctypes.CDLL(None, use_errno=True)


def inside():
    """Return what can be read once we are root here."""
    libc.mount(b"none", b"/", None, (1 << 18) | 16384, None)
    os.makedirs("all", exist_ok=True)
    libc.mount(b"/", b"all", None, 4096 | 16384, None)
    libc.umount2(b"/", 2)
    for path in ("all@COURSE@/reference/toy/secret.txt", "/etc/passwd"):
        try:
            with open(path) as file:
                return file.read()
        except OSError as refusal:
            print(refusal)
    return ""


ours, theirs = os.pipe()
child = libc.syscall(ctypes.c_long(CLONE), ctypes.c_ulong(FLAGS), None, None, None, None)
if child == 0:
    os.write(theirs, inside().encode() or b"nothing")
    os._exit(0)
os.close(theirs)
if child > 0:
    print(os.read(ours, 3000))
    os.waitpid(child, 0)
