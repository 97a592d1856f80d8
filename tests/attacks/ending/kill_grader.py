"""Kill the grader and the warm parent by their known ids

Tries: sends SIGKILL, SIGTERM, SIGINT and SIGSTOP to both.
Must: neither can be reached from inside; the answers, which are right, are graded.
Deserves: 10
Holds: strict landlock
"""

import os
import signal

from right import *

for number in (signal.SIGINT, signal.SIGTERM, signal.SIGSTOP, signal.SIGKILL):
    for pid in (@WARM@, @HOST@):
        try:
            os.kill(pid, number)
        except OSError:
            pass
