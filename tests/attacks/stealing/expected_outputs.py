"""Look the answers up in the course's own expected outputs.

Tries: opens `expected/*.npz`, and answers each call with whatever stored array has the shape that is wanted.
Must: the files cannot be opened; zeros are returned and earn nothing.
Deserves: 0
Holds: strict landlock
"""

import numpy as np
from wrong import *

LOOT = []
for name in ("public", "hidden"):
    try:
        with np.load("@COURSE@/reference/toy/expected/%s.npz" % name) as stored:
            LOOT += [(key, stored[key]) for key in stored.files]
    except OSError as refusal:
        print(refusal)


class Square:
    def forward(self, x):
        """Return the stored array that stands beside one equal to x."""
        self.slope = np.zeros_like(x)
        for key, value in LOOT:
            if value.shape == x.shape and not np.array_equal(value, x) and np.allclose(np.sqrt(abs(value)), x):
                print(key)
                return value
        return np.zeros_like(x)

    def derivative(self):
        return self.slope
