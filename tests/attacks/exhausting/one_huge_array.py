"""Ask for one array larger than the machine.

Tries: ones of 64 GiB in forward, and an empty one of the same size that costs nothing until it is touched.
Must: the limit on memory refuses it; the check says out_of_memory, and the others are judged.
Deserves: 5
Verdicts: square_forward=out_of_memory line_loss=passed
Limits: memory_mib=512
"""

import numpy as np
import right
from right import *


class Square(right.Square):
    def forward(self, x):
        self.kept = np.empty(1 << 33)
        return np.ones(1 << 33)[: len(x)] * x * x
