"""Start the daemon before the first probe, where the submission is imported.

Tries: forks in the session itself, several times and in several ways; the children sleep through all probes, in groups
  of their own, and ignore every signal that they may.
Must: they end with the session at the latest; probes are not disturbed by them.
Deserves: 10
Holds: strict landlock
"""

import os
import signal
import time

from right import *


def stay():
    """Ignore what can be ignored, and sleep."""
    try:
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        time.sleep(60)
    finally:
        os._exit(0)


for leave in (lambda: None, lambda: os.setpgid(0, 0), lambda: os.fork() and os._exit(0)):
    try:
        if os.fork() == 0:
            try:
                leave()
            finally:
                stay()
    except OSError as refusal:
        print(refusal)
