"""Make files until the file system has no number left for one more.

Tries: empty files in the scratch folder for half a second, 30000 at most, in one folder and in many.
Must: their number is limited, or they are all gone afterwards without anyone waiting long for it.
Deserves: 10
Limits: probe_seconds=2
"""

import os
import time

import right
from right import *


def draw(n):
    until = time.monotonic() + 0.5
    try:
        for number in range(30000):
            if time.monotonic() > until:
                break
            if number % 300 == 0:
                os.makedirs("many%d/%s" % (number, "/".join("abcdefgh")))
            os.close(os.open("many%d/%d" % (number // 300 * 300, number), os.O_CREAT | os.O_WRONLY))
    except OSError as refusal:
        print(refusal)
    return right.draw(n)
