"""Send frames for ever, none of which ends the call.

Tries: each frame comes in time and each is small; a host that waits for a frame at a time waits for ever, one that
  keeps what comes runs out of memory, and one that looks at its clock only when nothing comes never looks.
Must: the time and the bytes of a call are bounded in all; what came is thrown away.
Deserves: 0
Limits: probe_seconds=0.5 submission_seconds=3
"""

import json
import os
import socket
import struct

from wrong import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass


def forever(*_):
    sock, few = channel(), [{"name": "y", "kind": "none", "type": "", "text": ""}]
    while True:
        sock.sendall(packed({"values": few}) * 500)


class Square:
    forward = derivative = forever


loss = gradient = draw = forever
