"""Raise exceptions that are too much to be told.

Tries: a text of 30 MB, a name of a million letters, a hundred thousand causes, arguments without end and a `__str__`
  that never returns.
Must: what is told is cut where it is raised, and the time limit covers the telling.
Deserves: 0
Verdicts: square_forward=raised line_loss=timed_out line_gradient=timed_out drawn=raised
Limits: memory_mib=512 probe_seconds=0.7
"""

from wrong import *


class Square:
    def forward(self, x):
        if len(x) > 3:
            raise type("E" * 10**6, (Exception,), {})("e" * (3 * 10**7))
        raise ValueError("\x00\u202e<b>" * 10**6)


class Endless(Exception):
    def __str__(self):
        while True:
            pass


def loss(x, y, w, b):
    raise Endless


def draw(n):
    error = ValueError("first")
    for number in range(10**5):
        following = ValueError(number)
        following.__cause__ = following.__context__ = error
        error = following
    raise error
