"""Put on a filter of system calls that lets the sweep believe that it has killed.

Tries: at import installs a seccomp filter, which is everyone's right, under which kill does nothing and says that it did,
  and forks sleepers; session and probes inherit it.
Must: what is killed from outside is killed; nobody outlives the session, and the session waits for nobody for ever.
Deserves: 0
Limits: probe_seconds=0.5 submission_seconds=4
Holds: strict landlock
"""

import ctypes
import os
import struct
import time

from wrong import *

KILL = {"x86_64": 62, "aarch64": 129}[os.uname().machine]
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
program = b"".join(
    struct.pack("HBBI", *line)
    for line in ((LOAD, 0, 0, 0), (EQUAL, 0, 1, KILL), (RETURN, 0, 0, 0x00050000), (RETURN, 0, 0, 0x7FFF0000))
)
code = ctypes.create_string_buffer(program, len(program))
asked = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(program) // 8, ctypes.addressof(code)))
prctl = ctypes.CDLL(None).prctl
prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
print(prctl(22, 2, asked, 0, 0))  # PR_SET_SECCOMP, with a filter
for _ in range(3):
    try:
        if os.fork() == 0:
            try:
                prctl(1, 0, 0, 0, 0)
                os.setpgid(0, 0)
                time.sleep(60)
            finally:
                os._exit(0)
    except OSError as refusal:
        print(refusal)
