"""Speak for the session on its control socket.

Tries: at the import, finds the socket on which the session says that a request is done, and says so fifty times in
  advance, and that it is ready, refused, broken, of another process number and level; the host is to lose count of its
  requests, wait for nobody, and end process @HOST@, its own.
Must: what is said there describes, and decides nothing; the process to end was known before the submission ran.
Deserves: 10
"""

import json
import struct
import sys

from right import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back


SAID = (
    {"done": {"status": 0, "cpu": -1e308, "peak_kib": 10**30}},
    {"done": {"unforkable": True}},
    {"done": [None], "pid": @HOST@},
    {"done": {"status": "9"}, "ready": "none", "layers": [[]], "refused": "no", "broken": "yes", "pid": -1},
    {"done": {"status": 9}},
)
control().sendall(b"".join(map(packed, SAID)) * 10)
