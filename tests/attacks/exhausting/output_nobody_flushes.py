"""Hang where the probe is tidied up after the answer.

Tries: standard output is an object whose `flush` and `write` never return; the answers were right.
Must: the time limit holds there, too, and what was answered in time may count, but nothing waits.
Deserves: 0
"""

import sys
import time

import wrong
from wrong import *


class Stuck:
    def flush(self):
        while True:
            time.sleep(1)

    write = flush


def loss(x, y, w, b):
    sys.stdout = Stuck()
    return wrong.loss(x, y, w, b)
