"""Raise from the bottom of a very deep stack, out of code with very long lines.

Tries: an exception with a hundred thousand frames, from lines of 100 kB in code that is made at run time.
Must: eight frames are told, with lines that are cut.
Deserves: 9
Verdicts: drawn=raised
Limits: memory_mib=512
"""

import sys

from right import *


def draw(n):
    sys.setrecursionlimit(10**6)
    space = {}
    code = "def deep(n):\n    return deep(n - 1) if n else None.%s" % ("x" * 100000)
    exec(compile(code, __file__, "exec"), space)
    return space["deep"](50000)
