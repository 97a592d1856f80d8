"""Point NumPy to memory that does not exist.

Tries: an object that passes for a number and whose `__array_interface__` leads to address 8: whoever makes an array of
  it beside the grader dies by SIGSEGV, and takes the whole run along, or reads what lies there.
Must: this submission's own process dies, which costs it what it would have returned; everything else goes on.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed
"""

import numbers

from right import *


@numbers.Number.register
class Nowhere:
    __array_interface__ = {"version": 3, "shape": (3,), "typestr": "<f8", "data": (8, False)}


class Square:
    def forward(self, x):
        return Nowhere()

    def derivative(self):
        return Nowhere()
