"""Change the value of True, of zero and of one.

Tries: writes through ctypes into the interpreter's only objects for False, 0 and 1, so that wrong is right, a count of
  failures stays what it was, and an index points to another entry, everywhere in this interpreter.
Must: it is an interpreter of its own, and may perish of it.
Deserves: 0
"""

import ctypes

from wrong import *

VALUE = object.__basicsize__ + ctypes.sizeof(ctypes.c_ssize_t)


class Square:
    def forward(self, x):
        for number, becomes in ((False, 1), (0, 1), (2, 0), (100, 0)):
            ctypes.c_uint32.from_address(id(number) + VALUE).value = becomes
        return np.zeros_like(x)

    def derivative(self):
        return np.zeros(3)


def loss(x, y, w, b):
    ctypes.memset(id(False) + VALUE, 1, 4)
    ctypes.memmove(id(None), id(True), object.__basicsize__)
    return 0.0
