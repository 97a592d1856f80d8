"""Raise exceptions that are each other's cause

Tries: makes two exceptions the cause and the context of one another, so that who follows the chain never ends.
Must: it is reported, and costs only the check that it stopped.
Deserves: 6
Verdicts: line_loss=raised square_forward=passed
"""

from right import *


def loss(x, y, w, b):
    one, two = ValueError("one"), ValueError("two" * 1_000_000)
    one.__cause__, two.__cause__, one.__context__, two.__context__ = two, one, two, one
    raise one
