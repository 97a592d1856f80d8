"""Print the stack of a crash that never was, in files that are not ours.

Tries: a dump as the interpreter would write it, with lines of the grader's files, of the host's, of the course's, with
  line numbers of any size and names that are markup; then the process ends, so that the dump is believed. A report that
  quotes the lines would quote those files.
Must: a stack locates a crash in the submission's own files, and quotes nothing but what the child can read.
Deserves: 5
Verdicts: square_forward=crashed line_loss=passed
"""

import os

from right import *

PLACES = ("@COURSE@/reference/toy/secret.txt", "@HOME@/secret.txt", "/submission/../@HOME@/secret.txt", "/etc/passwd")


class Square:
    def forward(self, x):
        lines = [f'  File "{place}", line {line} in <script>' for place in PLACES for line in (1, 9999999)]
        dump = "Fatal Python error: Aborted\n\nCurrent thread 0x00007f (most recent call first):\n"
        os.write(2, (dump + "\n".join([*lines, '  File "/submission/\x1b[2J", line 1 in passed', ""])).encode())
        os._exit(0)
