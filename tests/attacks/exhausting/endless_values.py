"""Return objects that never end being looked at.

Tries: a list whose items never run out, a number whose conversion recurses, an object with an endless `__repr__`, an array
  subclass whose copy sleeps.
Must: turning values into plain arrays falls under the time limit of the call.
Deserves: 0
Verdicts: square_forward=timed_out drawn=timed_out
Limits: probe_seconds=0.4
"""

import time

import numpy as np
from wrong import *


class Endless(list):
    def __len__(self):
        return 10**9

    def __getitem__(self, place):
        return 0.0

    def __iter__(self):
        while True:
            yield 0.0


class Sleeping(np.ndarray):
    def __array_finalize__(self, other):
        if other is not None:
            time.sleep(1000)


class Talking:
    def __repr__(self):
        while True:
            pass


class Square:
    def forward(self, x):
        return np.zeros(len(x)).view(Sleeping)


def loss(x, y, w, b):
    return Endless([1.0])


def draw(n):
    return Talking()
