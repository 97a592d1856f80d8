"""Answer each call just before it would be too late.

Tries: 0.4 s of a limit of 0.5 s for each call, those for gradients too, so that no call is too slow, and the whole takes
  as long as there are calls.
Must: the time of the submission as a whole is limited; what was not reached says so.
Deserves: 0
Limits: probe_seconds=0.5 submission_seconds=1.5
"""

import time

import wrong
from wrong import *


def late(function):
    """Return a function that takes its time."""

    def called(*arguments):
        time.sleep(0.4)
        return function(*arguments)

    return called


class Square(wrong.Square):
    forward = late(wrong.Square.forward)
    derivative = late(wrong.Square.derivative)


loss, gradient, draw = late(wrong.loss), late(wrong.gradient), late(wrong.draw)
