"""Change what the whole machine shares: clock and names.

Tries: sets the clock to the time that it shows and the names to what they are, by every call there is, and tells by
  the marks that it loses whether it might have set others.
Must: all of them are refused.
Deserves: 10
Holds: strict landlock
"""

import ctypes
import os
import socket
import time

from right import *

libc = ctypes.CDLL(None, use_errno=True)
name = socket.gethostname()
set_to = []
for act in (
    lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    lambda: socket.sethostname(name),
    lambda: 1 / (libc.setdomainname(b"(none)", 6) == 0),
    lambda: 1 / (libc.adjtimex(ctypes.create_string_buffer(b"\x00\x40".ljust(208, b"\0"))) >= 0),  # ADJ_TICK
    lambda: 1 / (libc.stime(None) == 0),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)),
    lambda: os.setpriority(os.PRIO_PROCESS, 0, -10),
):
    try:
        act()
        set_to.append(act)
    except (OSError, ZeroDivisionError, AttributeError) as refusal:
        print(refusal)
if set_to:
    from wrong import *
