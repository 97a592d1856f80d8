"""Do it at the very end: atexit, __del__, weakref.finalize and a thread's exit.

Tries: registers, at import and in a probe, functions that fork a sleeper and write to a shared folder.
Must: processes are ended without being asked for last words.
Deserves: 10
"""

import atexit
import os
import threading
import time
import weakref

import right
from right import *


def say():
    """Do what must not be done."""
    open("@DROP@/last-words", "w").close()
    if os.fork() == 0:
        time.sleep(60)


class Dying:
    def __del__(self):
        say()


def prepare():
    """Register it everywhere."""
    atexit.register(say)
    kept = Dying()
    weakref.finalize(kept, say)
    threading._register_atexit(say)
    return kept


KEPT = prepare()


def draw(n):
    global again
    again = prepare()
    return right.draw(n)
