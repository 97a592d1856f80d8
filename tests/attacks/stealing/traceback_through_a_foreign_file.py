"""Raise from a line of a file that is not ours, so that the report quotes that line.

Tries: compiles code under the name of the secret file and lets it raise; also a SyntaxError that says it lies there.
Must: lines are quoted from the submission's own files alone.
Deserves: 5
Verdicts: square_forward=raised line_loss=passed
"""

import right
from right import *

SECRET = "@COURSE@/reference/toy/secret.txt"


class Square(right.Square):
    def forward(self, x):
        if len(x) > 3:
            raise SyntaxError("look there", (SECRET, 1, 1, None))
        exec(compile("raise ValueError('look there')", SECRET, "exec"))
