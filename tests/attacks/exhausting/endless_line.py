"""Print one line without end.

Tries: writes to standard output and standard error by descriptor, without a line end, for ever, from a probe.
Must: output is read on and cut, and stopped when it is too much; no check but its own is lost.
Deserves: 9
Verdicts: drawn=too_much_output line_loss=passed
Limits: probe_seconds=3
"""

import os

from right import *


def draw(n):
    while True:
        os.write(1, b"x" * 65536)
        os.write(2, b"\xff" * 65536)
