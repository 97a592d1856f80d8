"""Carry hidden inputs into text that the student gets to read.

Tries: a hidden case writes its inputs to the scratch folder, into the class name and the text of an exception, onto
  the output, and ends its process, so that the file is imported again, which prints what was kept.
Must: the student's report (grader.report.redact.for_student) says that hidden cases failed and repeats nothing of what
  was made of them: no name, no text, no print, no number.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed
"""

import os
import sys

import right
from right import *

if os.path.exists("kept.txt"):
    with open("kept.txt") as file:
        print(file.read())


class Square(right.Square):
    def forward(self, x):
        if len(x) == 3:  # public
            return super().forward(x)
        words = "carried-over " + " ".join("%.3f" % entry for entry in x)
        with open("kept.txt", "a") as file:
            file.write(words + "\n")
        print(words)
        sys.stdout.flush()
        if len(x) == 4:
            os.kill(os.getppid(), 9)
            os._exit(7)
        raise type(words.replace(" ", "_").replace("-", "_"), (Exception,), {})(words)
