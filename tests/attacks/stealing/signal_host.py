"""Signal the grader, to stop it or to make it forget.

Tries: asks with signal 0, by process id, by thread, by process group and by pidfd, whether the grader and the warm
  parent can be signalled; tells by the marks that it loses. Who may send signal 0 may send SIGKILL.
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
for pid in (int("@HOST@"), int("@WARM@")):
    for way in (
        lambda pid: os.kill(pid, 0),
        lambda pid: os.killpg(pid, 0),
        lambda pid: signal.pidfd_send_signal(os.pidfd_open(pid), 0),
        lambda pid: 1 / (libc.syscall(ctypes.c_long(TGKILL), pid, pid, 0) == 0),
    ):
        try:
            way(pid)
            reached.append(pid)
        except (OSError, ZeroDivisionError) as refusal:
            print(refusal)
if reached:
    from wrong import *
