"""Hang inside a C call, where no Python code, no handler and no other thread gets a turn.

Tries: a power with a hundred million digits, a regular expression that backtracks for ever and a sum over a range of 10^12.
Must: the time is kept outside, so each is killed in time and costs its own checks.
Deserves: 0
Verdicts: square_forward=timed_out line_loss=timed_out drawn=timed_out
Limits: probe_seconds=0.4
"""

import re

from wrong import *


class Square:
    def forward(self, x):
        return 10**10**8


def loss(x, y, w, b):
    return re.match(r"(a*)*b", "a" * 64)


def draw(n):
    return sum(range(10**12))
