"""Make the session's kill kill nobody.

Tries: os.kill, os.killpg, os.waitpid and the number of SIGKILL are replaced at the import, after a process was forked
  that stays: the session believes that it has swept, goes on, and the process outlives it, to hold the grader's machine
  busy or to meddle with whoever is graded next.
Must: who ends what was left running is a process in which no submission has ever run; a session that cannot sweep is
  ended itself.
Deserves: 0
Limits: submission_seconds=3
"""

import os
import signal
import time

from wrong import *


def spare(*_):
    raise ProcessLookupError


def nobody(*_):
    raise ChildProcessError


try:
    if os.fork() == 0:
        os.closerange(0, 64)
        for number in range(1, 65):
            if number not in (signal.SIGKILL, signal.SIGSTOP, 32, 33):
                signal.signal(number, signal.SIG_IGN)
        time.sleep(60)
        os._exit(0)
except OSError as refusal:
    print(refusal)
os.kill = os.killpg = os.pread = spare
os.waitpid = nobody
signal.SIGKILL = 0
