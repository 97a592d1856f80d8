"""Forge how a probe ended: by want of memory, by the processor's time, by a signal that does not exist.

Tries: the session's own account of a probe's end is replaced, and every probe ends without an answer: what the kernel
  is said to have done is to be taken for the machine's fault, and the checks for ungraded ones.
Must: whatever ended a probe, it has not answered: its checks have failed, and the report is a whole one.
Deserves: 0
"""

import os
import types

from wrong import *

STATUSES = iter([9, 24, 127, 0x7F, 0xFFFF, -9, 1 << 40, True, None, "9", [9], 1e9] * 99)


def forged(child, options):
    os.waitpid(child, 0)
    usage = types.SimpleNamespace(ru_utime=float("inf"), ru_stime=0.0, ru_maxrss=2**63)
    return child, next(STATUSES), usage


os.wait4 = forged


class Square:
    def forward(self, x):
        os._exit(0)


def loss(x, y, w, b):
    os.kill(os.getpid(), 11)


def draw(n):
    os._exit(1)
