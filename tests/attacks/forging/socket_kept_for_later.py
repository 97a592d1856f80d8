"""Keep copies of the sockets of the import for the probes.

Tries: copies of the control socket and of the import's channel are made under high numbers, not to be closed on exec,
  and a probe looks for them and says, on the session's behalf, that all is done, and what later probes would have
  answered.
Must: a probe has its own channel and nothing else; the copies are closed before it runs.
Deserves: 0
"""

import json
import os
import socket
import struct

import wrong
from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

for number in range(3, 12):
    for copy in (40 + number, 52 + number):
        try:
            os.dup2(number, copy, inheritable=True)
        except OSError:
            pass
OPEN = []


class Square(wrong.Square):
    def forward(self, x):
        for number in range(63, 2, -1):
            try:
                with socket.socket(fileno=os.dup(number)) as sock:
                    OPEN.append(number)
                    if number > 11:
                        sock.sendall(packed({"done": {"status": 0}}) * 9)
            except OSError:
                pass
        print("still open:", OPEN)
        return super().forward(x) + (1.0 if max(OPEN) > 11 else 0.0)
