"""Print without end when the file is imported.

Tries: fills standard error with escape sequences before anything could be graded.
Must: the import is stopped; that is reported as the submission's failure, and nothing of it reaches a terminal.
Deserves: 0
Verdicts: square_forward=too_much_output
"""

import sys

from right import *

while True:
    sys.stderr.write("\x1b[2J\x1b]0;title\x07" * 1000)
