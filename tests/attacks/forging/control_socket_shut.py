"""Hang up on the host at each import.

Tries: the control socket is shut down in both directions, so that each request finds a session that is gone, is tried
  with a new one, which imports the submission again and hangs up again.
Must: each request is tried a bounded number of times; it all ends soon, and without points.
Deserves: 0
Limits: submission_seconds=4
"""

import socket
import sys

from right import *


def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back


control().shutdown(socket.SHUT_RDWR)
