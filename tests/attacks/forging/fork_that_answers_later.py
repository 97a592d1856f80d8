"""Leave a process behind at the import that answers for later probes.

Tries: a double fork in a group of its own holds the control socket, waits until the import is over, takes requests with
  their channels and answers them; what it is asked first, it keeps for what is asked later.
Must: whatever the import left running is ended before the first probe; anything it answered would be wrong.
Deserves: 0
Limits: probe_seconds=0.5 submission_seconds=4
"""

import array
import json
import os
import socket
import struct
import sys
import time

from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def control():
    frame = sys._getframe()
    while frame is not None:
        if hasattr(frame.f_locals.get("self"), "control"):
            return frame.f_locals["self"].control
        frame = frame.f_back

CONTROL = control()


def answer():
    time.sleep(0.05)
    while True:
        _, rights, _, _ = CONTROL.recvmsg(1 << 16, 1024)
        for _, _, raw in rights:
            numbers = array.array("i")
            numbers.frombytes(raw)
            with socket.socket(fileno=numbers[1]) as sock:
                sock.sendall(packed({"values": [{"name": "loss", "kind": "none"}]}) + packed({"end": 0.0}))
        CONTROL.sendall(packed({"done": {}}))


try:
    if os.fork() == 0:
        try:
            os.setpgid(0, 0)
            if os.fork() == 0:
                answer()
        finally:
            os._exit(0)
except OSError as refusal:
    print(refusal)
