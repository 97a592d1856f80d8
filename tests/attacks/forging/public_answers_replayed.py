"""Keep the answers of the public calls and give them again for the hidden ones.

Tries: memory that is shared with all forks is made at the import; what the first call of each kind returned is written
  there, and later calls, in other processes, are answered from it: right once, then never computed again.
Must: hidden cases have other inputs; the answers of the public ones are wrong for them.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=wrong drawn=wrong
"""

import mmap

import right
from right import *

SHARED = mmap.mmap(-1, 1 << 16)
PLACES = {"y": 0, "dy": 8192, "loss": 16384, "dw": 24576, "db": 32768, "numbers": 40960}


def once(name, compute):
    place = PLACES[name]
    length = int.from_bytes(SHARED[place : place + 8], "little")
    if not length:
        value = np.atleast_1d(compute())
        length = value.nbytes
        SHARED[place : place + 8 + length] = length.to_bytes(8, "little") + value.tobytes()
    value = np.frombuffer(SHARED[place + 8 : place + 8 + length])
    return value[0] if name == "loss" else value


class Square(right.Square):
    def forward(self, x):
        return once("y", lambda: right.Square.forward(self, x))

    def derivative(self):
        return once("dy", lambda: 2 * self.kept_for_the_slope)


def loss(x, y, w, b):
    return once("loss", lambda: right.loss(x, y, w, b))


def gradient(x, y, w, b):
    dw, db = right.gradient(x, y, w, b)
    return once("dw", lambda: dw), once("db", lambda: db)


def draw(n):
    return once("numbers", lambda: right.draw(n))
