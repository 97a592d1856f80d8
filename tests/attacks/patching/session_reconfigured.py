"""Change the session's own settings from within.

Tries: finds the session object above it and says that calls are not filtered, that nothing need be swept or closed, and
  that the walls are not there; then a probe forks a process that stays, with the control socket in its hands.
Must: what confines the process is the kernel's and cannot be taken back; what stays is ended with the session.
Deserves: 0
"""

import os
import sys
import time

from wrong import *
from wrong import Square as Wrong

frame = sys._getframe()
while frame is not None:
    session = frame.f_locals.get("self")
    if hasattr(session, "config"):
        session.config.update(filtered=False, walled=False, level="none", seconds=10**6, root="/", scratch="/")
        session._sweep = session._reap = lambda *_: None
        for name in ("limits", "seccomp", "stack"):
            module = frame.f_globals.get(name)
            for function in ("close_all_but", "no_processes", "expect", "die_with_parent"):
                if hasattr(module, function):
                    setattr(module, function, lambda *_: None)
    frame = frame.f_back


class Square(Wrong):
    def forward(self, x):
        try:
            if os.fork() == 0:
                os.close(1)
                time.sleep(60)
        except OSError as refusal:
            print(refusal)
        return super().forward(x)
