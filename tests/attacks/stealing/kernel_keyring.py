"""Keep a key in the kernel, where the next student of the same user may read it.

Tries: add_key, request_key and keyctl on the user's and the session's keyring; tells by the marks that it loses.
Must: the keyrings cannot be spoken to.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

libc = ctypes.CDLL(None, use_errno=True)
add, request, control = {"x86_64": (248, 249, 250), "aarch64": (217, 218, 219)}[os.uname().machine]
USER, SESSION = -4, -3
kept = [
    libc.syscall(ctypes.c_long(add), b"user", b"backgrade-attack", b"loot", 4, SESSION),
    libc.syscall(ctypes.c_long(request), b"user", b"backgrade-attack", None, 0),
    libc.syscall(ctypes.c_long(control), 0, USER, 1),
]
if any(number >= 0 for number in kept):
    print(kept)
    from wrong import *
