"""Change shape and size of an array in a thread while it is being sent.

Tries: between the header that states the shape and the bytes that follow, the array becomes smaller or larger: a frame
  whose sizes do not agree, or memory that was given back already.
Must: a frame that does not hold what it claims is refused; whatever arrives are zeros.
Deserves: 5
"""

import threading

from right import *


class Square:
    def forward(self, x):
        threading.Thread(target=change, args=(array := np.zeros(1 << 18),), daemon=True).start()
        return array

    def derivative(self):
        return np.zeros(3)


def change(array):
    while True:
        for size in (3, 1 << 18, 0, 1 << 10):
            try:
                array.resize(size, refcheck=False)
                array.shape = (1, size)
                array.shape = (size, 1)
            except ValueError:
                pass
