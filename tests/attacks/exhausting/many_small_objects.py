"""Take memory in small pieces, which no single request gives away.

Tries: a list that grows by 64 KiB at a time for ever; swallows the MemoryError and goes on.
Must: the limit on memory holds, and the time limit ends what goes on regardless.
Deserves: 5
Verdicts: square_forward=timed_out line_loss=passed
Limits: memory_mib=512 probe_seconds=0.7
"""

import right
from right import *


class Square(right.Square):
    def forward(self, x):
        kept = []
        while True:
            try:
                kept.append(bytearray(65536))
            except MemoryError:
                pass
