"""Take the grader's requests where the session forks a probe, with the hidden inputs that follow them.

Tries: finds the session among the objects of its own process and puts a function of its own in the place of the one that
  forks: it reads all calls itself, in a process that lasts, keeps their inputs, prints them as soon as a hidden one is
  among them, and says that each call has ended.
Must: hidden inputs come after all public cases, so what is printed of them is never shown to the student, and calls that
  were answered with nothing earn nothing.
Deserves: 0
Verdicts: square_forward=wrong
"""

import gc
import os
import socket
import struct

from wrong import *

KEPT = []
END = b'{"end": 0.0, "arrays": []}'


def take(self, work, output, *given):
    """Read what a probe was to be asked, and answer nothing."""
    if len(given) > 1:
        KEPT.append(os.pread(given[0], 1 << 20, 0))
        if any(b"(4,)" in calls or b"(7,)" in calls for calls in KEPT):  # a hidden one
            os.write(output, (b"carried-over " + b" ".join(KEPT))[:32000])
        with socket.socket(fileno=os.dup(given[1])) as sock:
            sock.sendall((struct.pack("!I", len(END)) + END) * 50)
    return {}


for thing in gc.get_objects():
    if type(thing).__name__ == "Session":
        type(thing)._in_fork = take
