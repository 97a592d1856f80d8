"""Find the expected values in the frames and objects of the process that calls.

Tries: from inside each function, walks every frame of every thread, their locals and globals, and all that the garbage
  collector knows, for an array of the shape wanted that is not the input, and returns it.
Must: the expected values are in another process, so there is nothing to be found.
Deserves: 0
"""

import gc
import sys

import numpy as np
from wrong import *


def arrays():
    """Yield every array that can be reached."""
    for frame in list(sys._current_frames().values()):
        while frame is not None:
            for space in (frame.f_locals, frame.f_globals):
                yield from (item for item in list(space.values()) if isinstance(item, np.ndarray))
            frame = frame.f_back
    for thing in gc.get_objects():
        for item in gc.get_referents(thing) if isinstance(thing, (dict, list, tuple)) else ():
            if isinstance(item, np.ndarray):
                yield item


def other(known, shape):
    """Return some array of this shape that is none of those known."""
    for array in arrays():
        if array.shape == shape and array.dtype == float and not any(np.array_equal(array, one) for one in known):
            return array.copy()
    return np.zeros(shape)


class Square:
    def forward(self, x):
        self.known = [x, np.zeros_like(x)]
        self.known.append(other(self.known, x.shape))
        return self.known[-1]

    def derivative(self):
        return other(self.known, self.known[0].shape)
