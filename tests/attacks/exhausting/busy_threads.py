"""Leave threads behind at import that use up the processors and the interpreter's lock.

Tries: threads that compute without end in the session, in which every later probe is forked.
Must: threads are not forked along; the session, slow as it is, goes on forking probes, which answer in their time.
Deserves: 10
Limits: probe_seconds=3
"""

import threading

import numpy as np
from right import *


def compute():
    """Never end."""
    block = np.ones((200, 200))
    while True:
        block = block @ block * 0.001


for _ in range(2):
    threading.Thread(target=compute, daemon=True).start()
