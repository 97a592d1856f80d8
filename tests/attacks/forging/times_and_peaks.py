"""Claim to have taken no time, less than none, or longer than the universe.

Tries: right numbers come with forged times: the two largest doubles there are, whose sum is infinite and which JSON
  cannot hold; a report that sums, compares or writes them is to break.
Must: a stated time is for the reader, within reason; the numbers are right, and the report is valid JSON.
Deserves: 10
Verdicts: drawn=passed
"""

import io
import json
import os
import socket
import struct

import right
from right import *


def packed(header, *payloads):
    text = json.dumps(dict(header, arrays=[len(payload) for payload in payloads])).encode()
    return struct.pack("!I", len(text)) + text + b"".join(payloads)

def channel():
    for number in range(3, 64):
        try:
            return socket.socket(fileno=os.dup(number))
        except OSError:
            pass

def npy(array):
    file = io.BytesIO()
    np.save(file, np.asarray(array))
    return file.getvalue()


def draw(n):
    entry = {"name": "numbers", "kind": "array", "type": "", "text": "", "array": 0}
    channel().sendall(packed({"values": [entry]}, npy(right.draw(n))) + packed({"end": 1.7e308}))
    return right.draw(n)
