"""Exit when the answer is thrown away

Tries: returns arrays of a class whose destructor ends the process with status 0, after the answer and before the verdict.
Must: the answers that came were wrong; what did not come is lost.
Deserves: 0
"""

import os

import numpy as np
from wrong import *


class Final(np.ndarray):
    def __del__(self):
        os._exit(0)


class Square:
    def forward(self, x):
        return np.zeros_like(x).view(Final)

    def derivative(self):
        return np.zeros(3).view(Final)
