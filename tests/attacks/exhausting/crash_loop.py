"""Crash at each call, and take the session along, so that everything is imported anew each time.

Tries: kills its parent, where that can be done, and itself, for each case of each probe; the import takes its time, too.
Must: each crash costs its own case; the time of the submission bounds the whole, imports included.
Deserves: 0
Verdicts: square_forward=crashed
Limits: submission_seconds=3
"""

import os
import signal
import time

time.sleep(0.3)


class Square:
    def forward(self, x):
        try:
            os.kill(os.getppid(), signal.SIGKILL)
        finally:
            os.abort()


def loss(x, y, w, b):
    return Square().forward(x)


def gradient(x, y, w, b):
    return Square().forward(x)


def draw(n):
    return Square().forward(n)
