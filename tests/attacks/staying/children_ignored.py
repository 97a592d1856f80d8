"""Take away from the session what it needs to wait for its probes.

Tries: ignores SIGCHLD at import, so that ended children vanish, and reaps them in a handler and in a thread before the
  session can; blocks all other signals.
Must: what the probes answered counts; at worst the session is opened anew.
Deserves: 10
Limits: submission_seconds=8
"""

import os
import signal
import threading

from right import *


def reap():
    """Wait for children that are not ours."""
    while True:
        try:
            os.waitpid(-1, 0)
        except ChildProcessError:
            threading.Event().wait(0.01)


signal.signal(signal.SIGCHLD, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals) - {signal.SIGCHLD})
threading.Thread(target=reap, daemon=True).start()
