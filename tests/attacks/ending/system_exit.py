"""Raise SystemExit(0) in every call

Tries: asks for an orderly end with status 0, which many a runner takes for success.
Must: SystemExit in a student's code is an exception like any other.
Deserves: 0
Verdicts: square_forward=raised line_loss=raised drawn=raised
"""

import sys


class Square:
    def forward(self, x):
        sys.exit(0)


def loss(x, y, w, b):
    raise SystemExit


gradient = loss


def draw(n):
    exit(0)
