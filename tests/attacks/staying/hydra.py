"""Be forked anew faster than anyone can kill.

Tries: a chain of processes in which each forks the next, in a group of its own, and ends at once, so that a list of
  those to be killed is always out of date.
Must: the chain is cut when the probe ends, or never begins.
Deserves: 10
Holds: strict landlock
"""

import os
import time

import right
from right import *


def chain(until):
    """Fork and end, over and over."""
    while time.time() < until:
        try:
            if os.fork():
                os._exit(0)
            os.setpgid(0, 0)
        except OSError:
            pass
    os._exit(0)


def gradient(x, y, w, b):
    try:
        if os.fork() == 0:
            chain(time.time() + 8)
    except OSError as refusal:
        print(refusal)
    return right.gradient(x, y, w, b)
