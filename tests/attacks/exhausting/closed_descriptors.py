"""Close everything that the process has open, so that it can neither be asked nor answer.

Tries: closes all descriptors in a probe, then waits for orders that cannot come.
Must: the probe is killed when its time is over; the others are not concerned.
Deserves: 5
Verdicts: square_forward=timed_out line_loss=passed
Limits: probe_seconds=0.5
"""

import os
import time

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        os.closerange(0, 4096)
        time.sleep(100)
