"""Take open files and sockets out of the grader's hands with pidfd_getfd.

Tries: opens a pidfd for the grader and for the warm parent and asks for copies of their descriptors, among them the
  sockets on which verdicts are decided; tells by the marks that it loses whether it got any.
Must: no copy is given.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os

from right import *

libc = ctypes.CDLL(None, use_errno=True)
got = []
for pid in (int("@HOST@"), int("@WARM@")):
    try:
        held = os.pidfd_open(pid)
    except OSError as refusal:
        print(refusal)
        continue
    got += [number for number in range(64) if libc.syscall(ctypes.c_long(438), held, number, 0) >= 0]
if got:
    print(got)
    from wrong import *
