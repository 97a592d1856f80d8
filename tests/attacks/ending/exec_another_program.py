"""Become another program

Tries: replaces the process by /bin/true, which ends with status 0 and says nothing.
Must: where programs can be started at all, the calls of that probe crashed; all others are graded.
Deserves: 6
Verdicts: square_forward=passed drawn=passed
"""

import os

from right import *


def loss(x, y, w, b):
    os.execv("/bin/true", ["true"])
