"""Nest folders deeper than any clean-up can follow.

Tries: folder in folder, some thousand times, entered one by one since no path could name them: a recursive removal
  runs out of stack or of descriptors.
Must: the workspace is deleted all the same and grading goes on.
Deserves: 10
"""

import os

import right
from right import *


def draw(n):
    here = os.open(".", os.O_RDONLY)
    try:
        for _ in range(1500):
            os.mkdir("d" * 50)
            os.chdir("d" * 50)
    except OSError as refusal:
        print(refusal)
    finally:
        os.fchdir(here)
    return right.draw(n)
