"""Return a memory map of a file that is no longer that long.

Tries: the map's pages are gone as soon as somebody reads them, which is a SIGBUS and no exception: it ends the grader
  if that is who copies the numbers.
Must: this submission's own process is the one that reads them, and ends.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed
"""

import tempfile

from right import *


class Square:
    def forward(self, x):
        with tempfile.TemporaryFile(dir=".") as file:
            file.truncate(1 << 20)
            mapped = np.memmap(file, dtype=float, shape=(1 << 17,))
            file.truncate(0)
            return mapped

    def derivative(self):
        return np.zeros(3)
