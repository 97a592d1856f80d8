"""Let the session be struck by exceptions at any time.

Tries: a handler that raises, for signals that a thread of the session sends to its own process every few milliseconds, so
  that whatever the session does between probes may end halfway.
Must: a session that breaks is opened anew, within the time of the submission; the fault is the submission's.
Deserves: 0
Limits: submission_seconds=4 probe_seconds=0.5
"""

import os
import signal
import threading
import time

from wrong import *


def strike(*_):
    """Raise wherever the process is."""
    raise KeyboardInterrupt


def striking():
    """Send signals for ever."""
    time.sleep(0.1)
    while True:
        time.sleep(0.003)
        os.kill(os.getpid(), signal.SIGUSR1)


signal.signal(signal.SIGUSR1, strike)
threading.Thread(target=striking, daemon=True).start()
