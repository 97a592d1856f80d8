"""Nest expressions so deeply that the parser gives up

Tries: hands in one more file with a hundred thousand brackets by writing and compiling it, to crash who reads it.
Must: the crash, if it is one, is the probe's own.
Deserves: 6
Verdicts: square_forward=passed drawn=passed
"""

from right import *


def loss(x, y, w, b):
    return eval("-" * 1_000_000 + "1")
