"""Signal the grader, to stop it or to make it forget.

Tries: asks with signal 0, by process id, by thread, by process group and by pidfd, whether the grader, the warm parent
  and the keeper of this session can be signalled; tells by the marks that it loses. Who may send signal 0 may send SIGKILL.
Must: no process outside can be signalled.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import signal

from right import *

libc = ctypes.CDLL(None, use_errno=True)
TGKILL = {"x86_64": 234, "aarch64": 131}[os.uname().machine]
reached = []
for pid in (int("@HOST@"), int("@WARM@"), os.getppid()):
    if pid < 2:  # the first of a namespace has no parent that could be named
        continue
    for way in (
        lambda pid: os.kill(pid, 0),
        lambda pid: os.killpg(pid if pid != os.getpgid(0) else None, 0),  # not our own
        lambda pid: signal.pidfd_send_signal(os.pidfd_open(pid), 0),
        lambda pid: 1 / (libc.syscall(ctypes.c_long(TGKILL), pid, pid, 0) == 0),
    ):
        try:
            way(pid)
            reached.append(pid)
        except (OSError, TypeError, ZeroDivisionError) as refusal:
            print(refusal)
if reached:
    from wrong import *
