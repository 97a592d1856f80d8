"""Raise an exception that cannot be shown

Tries: its text, its repr and its name raise in turn, or exit, in whoever wants to report them.
Must: it is reported as well as can be, and costs only the check that it stopped.
Deserves: 6
Verdicts: square_forward=passed drawn=passed
"""

import os

from right import *


class Meta(type):
    @property
    def __name__(cls):
        os._exit(0)


class Silent(Exception, metaclass=Meta):
    def __str__(self):
        raise self

    __repr__ = __str__

    @property
    def args(self):
        raise SystemExit(0)


def loss(x, y, w, b):
    raise Silent
