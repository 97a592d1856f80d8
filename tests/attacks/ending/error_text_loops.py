"""Raise an exception whose text never ends

Tries: loops in __str__, where a grader that has caught the exception no longer watches the time.
Must: the time of a call includes what is said about its exception.
Deserves: 6
Verdicts: line_loss=timed_out square_forward=passed
Limits: probe_seconds=0.3
"""

from right import *


class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def loss(x, y, w, b):
    raise Endless
