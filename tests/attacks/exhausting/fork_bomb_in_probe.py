"""Fork as many processes as the system gives, inside a probe.

Tries: forks sleepers until it is refused, 200 at most; tells by the mark that it loses whether all of them were given.
Must: processes are limited for the submission alone, and all are gone afterwards; the work itself is right.
Deserves: 10
Holds: strict landlock
"""

import os
import time

import right
from right import *


def draw(n):
    children = 0
    try:
        while children < 200:
            if os.fork() == 0:
                time.sleep(30)
                os._exit(0)
            children += 1
    except OSError as refusal:
        print(refusal)
    return right.draw(n) if children < 200 else [0.0] * n
