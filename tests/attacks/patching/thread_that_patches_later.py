"""Patch the session from a thread, when the import is long over.

Tries: a thread stays behind at the import and keeps replacing functions of the session, of NumPy and of the driver
  while probes are forked: those that were bound early, and those that were checked at the import, are then others.
Must: forks of a patched session send what they send; it is judged like anything else.
Deserves: 0
"""

import sys
import threading
import time

from wrong import *

HELD = []
frame = sys._getframe()
while frame is not None:
    HELD.extend(value for value in frame.f_globals.values() if getattr(value, "__package__", None))
    frame = frame.f_back


def patch():
    while True:
        time.sleep(0.002)
        for module in HELD:
            if hasattr(module, "_plain"):
                module._plain = lambda value: ("array", np.ones(3))
            if hasattr(module, "MAX_BYTES"):
                module.MAX_BYTES = module.MAX_HEADER = module.MAX_TEXT = 1 << 40
        np.allclose = np.array_equal = lambda *_, **__: True


threading.Thread(target=patch, daemon=True).start()
