"""End a call that has given nothing, as one does that had nothing to complain of.

Tries: an end without values, in the hope that no output means no wrong output; then the process leaves with status 0.
Must: an output that was not returned is missing, and the check is wrong.
Deserves: 0
Verdicts: square_forward=wrong line_loss=wrong line_gradient=crashed drawn=wrong
"""

import json
import os
import socket
import struct
import time

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


def leave(*_):
    channel().sendall(packed({"end": 0.0}))
    time.sleep(0.05)
    os._exit(0)


class Square:
    forward = derivative = leave


loss = gradient = draw = leave
